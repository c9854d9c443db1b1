namespace Minima.Training.Checkpoints;

/// <summary>Folders for saved files.</summary>
internal static class Folders
{
    /// <summary>Creates a folder if it does not exist.</summary>
    /// <exception cref="CheckpointException">The folder cannot be created.</exception>
    public static void Ensure(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            throw new CheckpointException($"{folder}: the folder cannot be created ({problem.Message.TrimEnd('.')}). Choose one that you may write to.", problem);
        }
    }

    /// <summary>The paths of the files in a folder; none if the folder does not exist.</summary>
    /// <exception cref="CheckpointException">The folder cannot be read.</exception>
    public static string[] FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            throw new CheckpointException($"{folder}: the folder cannot be read ({problem.Message.TrimEnd('.')}). Check that you may read it.", problem);
        }
    }
}
