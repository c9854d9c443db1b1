namespace Minima.Training.Diagnosis;

/// <summary>The bounds of the work of an examination. All are counts of rows and steps, so that the same data always give the same report.</summary>
public sealed record DoctorOptions
{
    /// <summary>The seed of the models; the same seed gives the same report.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The maximum number of rows of each source for checks of the data.</summary>
    /// <exception cref="TrainingException">The value is below 2.</exception>
    public int MostRows
    {
        get;
        init => field = AtLeast(nameof(MostRows), value, 2);
    } = 4096;

    /// <summary>The maximum number of those rows for checks of models.</summary>
    /// <exception cref="TrainingException">The value is below 2.</exception>
    public int MostProbeRows
    {
        get;
        init => field = AtLeast(nameof(MostProbeRows), value, 2);
    } = 512;

    /// <summary>The number of steps per learning rate when a few rows are overfitted.</summary>
    /// <exception cref="TrainingException">The value is below 10.</exception>
    public int OneBatchSteps
    {
        get;
        init => field = AtLeast(nameof(OneBatchSteps), value, 10);
    } = 200;

    /// <summary>The number of steps of the learning rate test per factor of ten.</summary>
    /// <exception cref="TrainingException">The value is below 3.</exception>
    public int RangeStepsPerDecade
    {
        get;
        init => field = AtLeast(nameof(RangeStepsPerDecade), value, 3);
    } = 10;

    /// <summary>The number of steps of the trial training at the chosen learning rate.</summary>
    /// <exception cref="TrainingException">The value is below 20.</exception>
    public int TrainingSteps
    {
        get;
        init => field = AtLeast(nameof(TrainingSteps), value, 20);
    } = 300;

    /// <summary>The maximum norm of the gradients in the trial training and the learning rate test, as <see cref="Trainer.ClipNorm"/>; null for no clipping.</summary>
    /// <exception cref="TrainingException">The value is not above 0.</exception>
    public double? ClipNorm
    {
        get;
        init => field = value is null or > 0 ? value : throw new TrainingException(FormattableString.Invariant($"DoctorOptions.ClipNorm is {value}; it must be above 0, or null."));
    }

    /// <summary>The names of the feature columns, for reports; empty if they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>The names of the classes, for reports; empty if they have none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    private static int AtLeast(string name, int value, int least) => value >= least
        ? value
        : throw new TrainingException($"DoctorOptions.{name} is {value}; it must be {least} or more.");
}
