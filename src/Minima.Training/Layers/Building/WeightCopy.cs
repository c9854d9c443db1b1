namespace Minima.Training;

/// <summary>Copies the weights of one model to another with the same layers: a reference, a teacher, a copy for experiments.</summary>
public static class WeightCopy
{
    /// <summary>Overwrites weights and buffers with those of another model; the models share no memory afterwards.</summary>
    /// <param name="model">The model to overwrite.</param>
    /// <param name="other">A model with parameters and buffers of the same names, shapes and types.</param>
    /// <exception cref="TrainingException">The models differ; nothing is changed.</exception>
    public static void CopyWeightsFrom(this Module model, Module other)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(other);
        ModelTensors.Copy([.. ModelTensors.Of(other)], [.. ModelTensors.Of(model)]);
    }

    /// <summary>Copies a model, or a part of one: the same layers with equal weights and buffers of its own.</summary>
    /// <param name="model">The model to copy; it is not changed.</param>
    /// <exception cref="TrainingException">A layer within cannot be described.</exception>
    public static TModule Copy<TModule>(this TModule model)
        where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(model);
        var copy = ModelBuilder.Build(model.Describe(), new RandomState(0));

        // By order, not by name: the full names of a part come from the model around it, those of its copy do not.
        foreach (var (from, to) in model.Parameters.Zip(copy.Parameters)) TensorCopy.Copy(from.Value, to.Value);
        foreach (var (from, to) in model.Buffers.Zip(copy.Buffers)) TensorCopy.Copy(from.Value, to.Value);
        return (TModule)copy;
    }
}
