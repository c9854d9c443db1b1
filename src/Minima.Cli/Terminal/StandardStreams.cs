using System.Globalization;
using System.Text;

namespace Minima.Cli.Terminal;

/// <summary>Standard input, output and error as the process was given them: a shell may have closed each of them.</summary>
internal static class StandardStreams
{
    /// <summary>The name of standard input in messages.</summary>
    public const string InputName = "standard input";

    private const int CloseOnExec = 0x80000;

    /// <summary>Standard error; what cannot be written there is lost, for there is nowhere else to say so.</summary>
    public static TextWriter Error()
    {
        if (!IsOpen(2)) return TextWriter.Null;
        Console.SetError(new ForgivingWriter(Console.Error));
        return Console.Error;
    }

    /// <summary>
    /// Whether a stream was open when the process began. Where it was not, the runtime's own files have taken its number, and reading or writing it would reach
    /// those; they close on exec, which what is handed on from a parent cannot. Only Linux tells.
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

    /// <summary>A writer that goes on where its stream does not: a terminal that was closed must not end a training.</summary>
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
