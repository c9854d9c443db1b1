namespace Minima.Lab.Studies;

/// <summary>One training of a study.</summary>
/// <param name="First">Decides which rows judge: the first of the seeds that judge, for all trials of a run alike, or each seed for itself.</param>
/// <param name="Seed">Of everything that is drawn in this training.</param>
/// <param name="IsTuning">It helps to choose a setting, and never sees the rows that judge.</param>
internal readonly record struct Trial(int First, int Seed, bool IsTuning)
{
    // Tuning seeds begin here, far from any that judge.
    private const int TuningKey = 1_000_000;

    /// <summary>The trial of the k-th seed that tunes.</summary>
    public static Trial ToTune(LabRun run, int k) => ToTune(run.Seed, k);

    /// <summary>The trial of the k-th seed that tunes for those that judge by the rows of a seed.</summary>
    public static Trial ToTune(int first, int k) => new(first, first + TuningKey + k, IsTuning: true);

    /// <summary>The trial of a seed that judges.</summary>
    public static Trial ToJudge(LabRun run, int seed) => ToJudge(run.Seed, seed);

    /// <summary>The trial of a seed that judges by the rows of a seed.</summary>
    public static Trial ToJudge(int first, int seed) => new(first, seed, IsTuning: false);
}
