namespace Minima.Training.Checkpoints;

/// <summary>Folders that something is saved in.</summary>
internal static class Folders
{
    /// <summary>Makes a folder where there is none.</summary>
    /// <exception cref="CheckpointException">It cannot be made.</exception>
    public static void Ensure(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception problem) when (FileSystem.IsRefusal(problem))
        {
            throw new CheckpointException($"{folder}: the folder cannot be made ({problem.Message.TrimEnd('.')}). Choose one that you may write to.", problem);
        }
    }

    /// <summary>The paths of the files in a folder; none where there is no folder.</summary>
    /// <exception cref="CheckpointException">The folder cannot be looked into.</exception>
    public static string[] FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        }
        catch (Exception problem) when (FileSystem.IsRefusal(problem))
        {
            throw new CheckpointException($"{folder}: the folder cannot be looked into ({problem.Message.TrimEnd('.')}). Check that you may read it.", problem);
        }
    }
}
