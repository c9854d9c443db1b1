namespace Minima.Cli.Explore;

/// <summary>Where the pages of the explorer stand: in the package of the tool, or in the clone that the program was built in.</summary>
internal static class BuiltExplorer
{
    private const string InPackage = "explorer";

    private const string InClone = "artifacts/explorer";

    /// <summary>The folder, or null where it was not built.</summary>
    public static string? Folder() => Folder(AppContext.BaseDirectory);

    /// <summary>The folder that a program in some place finds.</summary>
    internal static string? Folder(string program)
    {
        if (IsBuilt(Path.Combine(program, InPackage)) is { } packed) return packed;
        for (var place = new DirectoryInfo(program); place is not null; place = place.Parent)
        {
            if (File.Exists(Path.Combine(place.FullName, "Minima.slnx"))) return IsBuilt(Path.Combine(place.FullName, InClone));
        }

        return null;
    }

    private static string? IsBuilt(string folder) => File.Exists(Path.Combine(folder, "index.html")) ? folder : null;
}
