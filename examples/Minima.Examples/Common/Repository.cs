namespace Minima.Examples;

/// <summary>Where the data lie and the pictures go: the folder that holds Minima.slnx.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory) ?? Find(Environment.CurrentDirectory)
        ?? throw new DirectoryNotFoundException("The examples need the repository's data: run them from within a clone of it.");

    private static string? Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Minima.slnx"))) return folder.FullName;
        }

        return null;
    }
}
