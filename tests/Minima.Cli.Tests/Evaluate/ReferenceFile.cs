namespace Minima.Cli.Tests.Evaluate;

/// <summary>The files of tests/reference.</summary>
internal static class ReferenceFile
{
    public static string[] Lines(string name) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "reference", name));
}
