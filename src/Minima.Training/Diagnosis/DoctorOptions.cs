namespace Minima.Training.Diagnosis;

/// <summary>How much work an examination may be. All bounds are counts of rows and steps, so that the same data always have the same report.</summary>
public sealed record DoctorOptions
{
    /// <summary>What models are made with; the same seed gives the same report.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many rows of each source are read for questions about data.</summary>
    /// <exception cref="TrainingException">Below 2.</exception>
    public int MostRows
    {
        get;
        init => field = AtLeast(nameof(MostRows), value, 2);
    } = 4096;

    /// <summary>How many of those rows models are tried on.</summary>
    /// <exception cref="TrainingException">Below 2.</exception>
    public int MostProbeRows
    {
        get;
        init => field = AtLeast(nameof(MostProbeRows), value, 2);
    } = 512;

    /// <summary>Steps for each learning rate with which a handful of rows is overfitted.</summary>
    /// <exception cref="TrainingException">Below 10.</exception>
    public int OneBatchSteps
    {
        get;
        init => field = AtLeast(nameof(OneBatchSteps), value, 10);
    } = 200;

    /// <summary>Steps of the learning rate test for each factor of ten.</summary>
    /// <exception cref="TrainingException">Below 3.</exception>
    public int RangeStepsPerDecade
    {
        get;
        init => field = AtLeast(nameof(RangeStepsPerDecade), value, 3);
    } = 10;

    /// <summary>Steps of the trial training with the learning rate that was chosen.</summary>
    /// <exception cref="TrainingException">Below 20.</exception>
    public int TrainingSteps
    {
        get;
        init => field = AtLeast(nameof(TrainingSteps), value, 20);
    } = 300;

    /// <summary>Where the norm of the gradients is held in the trial training and the learning rate test, as <see cref="Trainer.ClipNorm"/>; null for nowhere.</summary>
    /// <exception cref="TrainingException">Not above 0.</exception>
    public double? ClipNorm
    {
        get;
        init => field = value is null or > 0 ? value : throw new TrainingException(FormattableString.Invariant($"DoctorOptions.ClipNorm is {value}; it must be above 0, or null."));
    }

    /// <summary>What the columns of the features are called, for reports; empty where they have no names.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>What the classes are called, for reports; empty where they have no names.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    private static int AtLeast(string name, int value, int least) => value >= least
        ? value
        : throw new TrainingException($"DoctorOptions.{name} is {value}; it must be {least} or more.");
}
