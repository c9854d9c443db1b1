using System.Globalization;
using System.Text;

namespace Minima.Cli.Terminal;

/// <summary>Standard input, output and error as the process inherited them: a shell may have closed each of them.</summary>
internal static class StandardStreams
{
    /// <summary>The name of standard input in messages.</summary>
    public const string InputName = "standard input";

    private const int CloseOnExec = 0x80000;

    /// <summary>Standard error; failed writes are lost, as there is nowhere else to report them.</summary>
    public static TextWriter Error()
    {
        if (!IsOpen(2)) return TextWriter.Null;
        Console.SetError(new ForgivingWriter(Console.Error));
        return Console.Error;
    }

    /// <summary>
    /// True if a stream was open when the process started. If it was not, a file of the runtime has its number, and reads or writes would reach that file.
    /// Such files close on exec, which an inherited stream cannot. Only Linux shows it.
    /// </summary>
    public static bool IsOpen(int descriptor)
    {
        if (!OperatingSystem.IsLinux()) return true;
        try
        {
            var flags = File.ReadLines($"/proc/self/fdinfo/{descriptor.ToString(CultureInfo.InvariantCulture)}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (Convert.ToInt64(flags[6..].Trim(), 8) & CloseOnExec) == 0;
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return !Directory.Exists("/proc/self/fdinfo");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
        {
            return true;
        }
    }

    /// <summary>A writer that ignores a failing stream: a closed terminal must not end a training.</summary>
    private sealed class ForgivingWriter(TextWriter inner) : TextWriter(CultureInfo.CurrentCulture)
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => Try(() => inner.Write(value));

        public override void Write(string? value) => Try(() => inner.Write(value));

        public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

        public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

        public override void Flush() => Try(inner.Flush);

        private static void Try(Action write)
        {
            try
            {
                write();
            }
            catch (IOException)
            {
                // Nobody listens.
            }
        }
    }
}
