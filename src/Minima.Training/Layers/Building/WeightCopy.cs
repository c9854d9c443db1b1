namespace Minima.Training;

/// <summary>The weights of one model for another of the same build: a reference, a teacher, a copy to try something on.</summary>
public static class WeightCopy
{
    /// <summary>Overwrites weights and buffers by those of another model; they are equal afterwards, and go their own ways.</summary>
    /// <param name="model">What is overwritten.</param>
    /// <param name="other">A model with parameters and buffers of the same names, shapes and types.</param>
    /// <exception cref="TrainingException">It was built otherwise: nothing is changed then.</exception>
    public static void CopyWeightsFrom(this Module model, Module other)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(other);
        ModelTensors.Copy([.. ModelTensors.Of(other)], [.. ModelTensors.Of(model)]);
    }

    /// <summary>A model of the same build with weights and buffers of its own that are equal; also of a part of a model.</summary>
    /// <param name="model">What is copied; it is left as it is.</param>
    /// <exception cref="TrainingException">A layer within cannot be described.</exception>
    public static TModule Copy<TModule>(this TModule model)
        where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(model);
        var copy = ModelBuilder.Build(model.Describe(), new RandomState(0));

        // By their order: a part has its whole names from the model around it, its copy does not.
        foreach (var (from, to) in model.Parameters.Zip(copy.Parameters)) TensorCopy.Copy(from.Value, to.Value);
        foreach (var (from, to) in model.Buffers.Zip(copy.Buffers)) TensorCopy.Copy(from.Value, to.Value);
        return (TModule)copy;
    }
}
