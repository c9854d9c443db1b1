using System.Runtime.CompilerServices;

namespace Minima.House.Tests;

/// <summary>The folder src/ of the repository.</summary>
internal static class SourceFolder
{
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(Here(), "..", "..", "src"));

    /// <summary>The room of a file: the folder directly under its project; deeper folders belong to it, and files of the project's own folder are a room of their own.</summary>
    public static string RoomOf(string file)
    {
        var names = System.IO.Path.GetRelativePath(Path, file).Split(System.IO.Path.DirectorySeparatorChar);
        return names.Length > 2 ? $"{names[0]}/{names[1]}" : names[0];
    }

    private static string Here([CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;
}
