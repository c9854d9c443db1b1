using System.Text;

namespace Minima.Pages;

/// <summary>The embedded files that pages consist of, with LF line endings.</summary>
internal static class Asset
{
    /// <summary>The text of a file.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream($"pages/{name}") ?? throw new InvalidOperationException($"the assembly lacks pages/{name}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
