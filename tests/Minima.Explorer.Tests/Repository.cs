using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Minima.Explorer.Tests;

/// <summary>Files of the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    /// <summary>The one file that opens from disk.</summary>
    public static string OneFile { get; } = Built("explorer.html");

    /// <summary>The folder for web servers.</summary>
    public static string Folder { get; } = Path.GetDirectoryName(Built(Path.Combine("explorer", "index.html")))!;

    /// <summary>The numbers that the command answered for a screen.</summary>
    public static JsonElement Golden(string screen) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "explorer", "golden", screen + ".json"))).RootElement;

    public static JsonElement Scene(string screen) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "explorer", "scenes", screen + ".json"))).RootElement;

    private static string Built(string name)
    {
        var path = Path.Combine(Root, "artifacts", name);
        return File.Exists(path) ? path : throw new InvalidOperationException($"there is no {path}: run tools/build-explorer");
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
