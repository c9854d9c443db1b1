namespace Minima.Training.Checkpoints;

/// <summary>
/// A model for prediction as two files: the weights as <c>NAME.safetensors</c>, the rest as <c>NAME.json</c> beside it. If a save replaces an earlier model,
/// either the old model or the new one can be loaded at every moment.
/// </summary>
public static class ModelFile
{
    private const string Format = "minima-network";
    private const string Tensors = ".safetensors";
    private const string Json = ".json";

    // The weights have this name until the JSON with their checksum is in place. After a kill in between, loading finds them here.
    private const string Next = ".next";

    /// <summary>Saves a model.</summary>
    /// <param name="path">The path without its extension, or that of either file. A missing folder is created.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="CheckpointException">A file cannot be written, or could not be read again; an existing model is unchanged.</exception>
    public static void Save(string path, SavedModel model) => Save(FileSystem.Real, path, model);

    /// <summary>Loads a model. Its losses may be unknown here.</summary>
    /// <param name="path">The path without its extension, or that of either file.</param>
    /// <exception cref="CheckpointException">There is no model, or it is damaged.</exception>
    public static SavedModel Load(string path)
    {
        var name = WithoutEnding(path);
        var fields = SealedJson.Open(name + Json, Format);
        using var reader = Open(TensorSeal.Read(fields), name + Tensors);
        return SavedModelJson.Read(fields, [.. reader.Entries.Select(entry => new NamedTensor(entry.Name, reader.Read(entry.Name)))]);
    }

    internal static void Save(FileSystem disk, string path, SavedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var name = WithoutEnding(path);
        Folders.Ensure(Path.GetDirectoryName(name)!);
        FinishEarlierSave(disk, name);
        var seal = TensorSeal.Write(disk, name + Tensors + Next, model.Weights, Format);
        try
        {
            var json = SealedJson.Seal(Format, json =>
            {
                json.WriteStartObject();
                seal.Write(json);
                SavedModelJson.Write(json, model);
                json.WriteEndObject();
            });
            AtomicFile.Write(disk, name + Json, stream => stream.Write(json));
        }
        catch (CheckpointException)
        {
            AtomicFile.Discard(disk, name + Tensors + Next);
            throw;
        }

        PutInPlace(disk, name);
    }

    /// <summary>Completes a save that was killed between its two renames: the pending weights belong to the model and must not be overwritten.</summary>
    private static void FinishEarlierSave(FileSystem disk, string name)
    {
        if (!File.Exists(name + Tensors + Next)) return;
        try
        {
            TensorSeal.Read(SealedJson.Open(name + Json, Format)).Open(name + Tensors + Next).Dispose();
        }
        catch (CheckpointException)
        {
            // The remains of a save that was killed before its JSON was in place, or there is no model yet: not needed.
            return;
        }

        PutInPlace(disk, name);
    }

    private static void PutInPlace(FileSystem disk, string name)
    {
        try
        {
            disk.Move(name + Tensors + Next, name + Tensors);
        }
        catch (Exception problem) when (DiskFault.Is(problem))
        {
            throw new CheckpointException($"{name + Tensors}: the new weights could not replace the old file ({problem.Message.TrimEnd('.')}). They are kept next to it as {Path.GetFileName(name) + Tensors + Next}, where loading finds them. Close the program that holds the old file, and save again.", problem);
        }

        disk.FlushFolder(Path.GetDirectoryName(name)!);
    }

    private static SafeTensorsReader Open(TensorSeal seal, string path)
    {
        try
        {
            return seal.Open(path);
        }
        catch (CheckpointException) when (File.Exists(path + Next))
        {
            return seal.Open(path + Next);
        }
    }

    private static string WithoutEnding(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        return Path.GetExtension(full) is Tensors or Json ? full[..^Path.GetExtension(full).Length] : full;
    }
}
