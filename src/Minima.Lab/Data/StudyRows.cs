using Minima.Lab.Studies;
using Minima.Tabular;

namespace Minima.Lab;

/// <summary>
/// Rows of a table for a trial: one quarter is the test set of all seeds of a run and has no other use. Of the others, the seed draws four fifths for training;
/// if a setting is tuned, the last fifth is its validation set.
/// </summary>
/// <param name="Training">The rows to learn from.</param>
/// <param name="Judging">The rows to judge by.</param>
internal sealed record StudyRows(int[] Training, int[] Judging)
{
    public static StudyRows Of(BundledTable table, Trial trial)
    {
        var split = Split.Of(table, trial.First);
        int[] others = [.. split.Training];
        new RandomState((ulong)trial.Seed).Fork("rows").Shuffle(others.AsSpan());
        var learned = others.Length * 4 / 5;
        return new(others[..learned], trial.IsTuning ? others[learned..] : split.Test);
    }
}
