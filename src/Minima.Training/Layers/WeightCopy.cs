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
}
