namespace Minima.Lab.Studies;

/// <summary>One training of a study.</summary>
/// <param name="First">The first of the seeds that judge: it says which rows judge, for all trials of a run alike.</param>
/// <param name="Seed">Of everything that is drawn in this training.</param>
/// <param name="IsTuning">It helps to choose a setting, and never sees the rows that judge.</param>
internal readonly record struct Trial(int First, int Seed, bool IsTuning)
{
    // Tuning seeds begin here, far from any that judge.
    private const int TuningKey = 1_000_000;

    /// <summary>The trial of the k-th seed that tunes.</summary>
    public static Trial ToTune(LabRun run, int k) => new(run.Seed, run.Seed + TuningKey + k, IsTuning: true);

    /// <summary>The trial of a seed that judges.</summary>
    public static Trial ToJudge(LabRun run, int seed) => new(run.Seed, seed, IsTuning: false);
}
