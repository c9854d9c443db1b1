namespace Minima.Cli.Explore;

/// <summary>Finds the pages of the explorer: the tool includes them; a clone has them once they are built.</summary>
internal static class BuiltExplorer
{
    /// <summary>The folder of the pages, or null if there is none.</summary>
    /// <param name="program">The folder of the program.</param>
    public static string? Find(string program)
    {
        var carried = Path.Combine(program, "explorer");
        if (HasPages(carried)) return carried;
        for (var folder = new DirectoryInfo(program); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "tools", "build-explorer"))) continue;
            var built = Path.Combine(folder.FullName, "artifacts", "explorer");
            return HasPages(built) ? built : null;
        }

        return null;
    }

    private static bool HasPages(string folder) => File.Exists(Path.Combine(folder, "index.html"));
}
