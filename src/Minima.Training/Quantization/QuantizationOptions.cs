namespace Minima.Training.Quantization;

/// <summary>How a model is quantised.</summary>
public sealed record QuantizationOptions
{
    /// <summary>Bits of the weights, which are signed.</summary>
    /// <exception cref="TrainingException">Not 2 to 16.</exception>
    public int WeightBits
    {
        get;
        init => field = new QuantizationFormat(value).Bits;
    } = 8;

    /// <summary>Bits of what comes into each layer: unsigned where the calibration data has nothing negative there, as behind relu.</summary>
    /// <exception cref="TrainingException">Not 2 to 16.</exception>
    public int InputBits
    {
        get;
        init => field = new QuantizationFormat(value).Bits;
    } = 8;

    /// <summary>How steps are found.</summary>
    public StepRule Rule { get; init; }

    /// <summary>Training changes the steps too.</summary>
    public bool AreStepsLearned { get; init; } = true;
}
