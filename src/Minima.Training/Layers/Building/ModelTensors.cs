namespace Minima.Training;

/// <summary>The parameters and buffers of a model by name.</summary>
internal static class ModelTensors
{
    public static IEnumerable<NamedTensor> Of(Module model) =>
        model.Parameters.Select(parameter => new NamedTensor(parameter.Name, parameter.Value)).Concat(model.Buffers.Select(buffer => new NamedTensor(buffer.Name, buffer.Value)));

    /// <summary>Copies values by name.</summary>
    /// <exception cref="TrainingException">Names, shapes or types differ.</exception>
    public static void Copy(IReadOnlyList<NamedTensor> from, IReadOnlyList<NamedTensor> to)
    {
        var sources = from.ToDictionary(tensor => tensor.Name, tensor => tensor.Value, StringComparer.Ordinal);
        var unused = new HashSet<string>(sources.Keys, StringComparer.Ordinal);
        foreach (var (name, target) in to)
        {
            if (!unused.Remove(name)) throw new TrainingException($"The weights have no tensor '{Names.Shorten(name)}', which the model has. They belong to another model.");
            var source = sources[name];
            if (source.Shape != target.Shape || source.Type != target.Type) throw new TrainingException($"'{Names.Shorten(name)}' is {source.Type} {source.Shape} in the weights and {target.Type} {target.Shape} in the model. They belong to another model.");
        }

        if (unused.Count > 0) throw new TrainingException($"The weights have the tensor '{Names.Shorten(unused.First())}', which the model does not have. They belong to another model.");
        foreach (var (name, target) in to) TensorCopy.Copy(sources[name], target);
    }
}
