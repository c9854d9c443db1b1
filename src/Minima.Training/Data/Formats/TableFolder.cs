using System.IO.Enumeration;

namespace Minima.Training.Data;

/// <summary>A table in several files: those of a folder or a pattern, in ordinal order of their names.</summary>
/// <remarks>As in Spark and Hive, files with names that begin with <c>.</c> or <c>_</c> (such as <c>_SUCCESS</c>) are not parts, nor are empty ones.</remarks>
internal static class TableFolder
{
    private const string Wild = "*?";

    /// <summary>True if a path names several files.</summary>
    public static bool Is(string path) => Directory.Exists(path) || IsPattern(path);

    /// <summary>The parts at a path; null if it is the path of one file.</summary>
    /// <exception cref="DataException">There are none.</exception>
    public static TableSource? Of(string path)
    {
        if (!Is(path)) return null;
        var isFolder = Directory.Exists(path);
        var folder = isFolder ? path : Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        var pattern = isFolder ? "*" : Path.GetFileName(path);
        var name = TableSource.NameOf(path);
        TablePart[] parts =
        [
            .. Files(folder, path).Where(file => FileSystemName.MatchesSimpleExpression(pattern, file.Name, ignoreCase: false))
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => new TablePart(isFolder ? $"{name}/{file.Name}" : file.Name, () => CsvFile.Open(file.FullName), Path: file.FullName)),
        ];
        return parts.Length > 0 ? new TableSource(name, parts) : throw DataException.CreateForFile(
            path,
            isFolder ? "the folder has no file with rows" : "no file with rows matches this name",
            "at least one file is expected that is not empty and whose name does not begin with . or _",
            "Check the spelling.");
    }

    private static bool IsPattern(string path) => Path.GetFileName(path).AsSpan().ContainsAny(Wild) && !File.Exists(path);

    private static FileInfo[] Files(string folder, string path)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Length > 0 && file.Name[0] is not ('.' or '_'))];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: listing the files failed ({problem.Message.TrimEnd('.')}); a readable folder is expected. Check the spelling.", problem) { IsAboutFile = true };
        }
    }
}
