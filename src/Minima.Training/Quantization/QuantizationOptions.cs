namespace Minima.Training.Quantization;

/// <summary>Options of quantising a model.</summary>
public sealed record QuantizationOptions
{
    /// <summary>The bits of the weights, which are signed.</summary>
    /// <exception cref="TrainingException">Not 2 to 16.</exception>
    public int WeightBits
    {
        get;
        init => field = new QuantizationFormat(value).Bits;
    } = 8;

    /// <summary>The bits of the input of each layer: unsigned if the calibration data has no negative numbers there, as after relu.</summary>
    /// <exception cref="TrainingException">Not 2 to 16.</exception>
    public int InputBits
    {
        get;
        init => field = new QuantizationFormat(value).Bits;
    } = 8;

    /// <summary>The rule that chooses the steps.</summary>
    public StepRule Rule { get; init; }

    /// <summary>True if training also changes the steps.</summary>
    public bool AreStepsLearned { get; init; } = true;
}
