namespace Minima.Cli.Predict;

/// <summary>Standard input as a file, for what reads a table more than once.</summary>
internal sealed class PipedTable : IDisposable
{
    private PipedTable(string path) => Path = path;

    public string Path { get; }

    /// <param name="name">What messages call it.</param>
    public static PipedTable Of(string name)
    {
        var folder = Directory.CreateTempSubdirectory("minima-");
        var path = System.IO.Path.Combine(folder.FullName, name);
        using var input = Console.OpenStandardInput();
        using var file = File.Create(path);
        input.CopyTo(file);
        return new PipedTable(path);
    }

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}
