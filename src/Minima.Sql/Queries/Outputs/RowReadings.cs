using Minima.Analysis;
using Minima.Reals;

namespace Minima.Sql;

/// <summary>A loss over classes as a formula of all scores and the label, for losses that are not formulas on log-probabilities.</summary>
internal sealed class RowReadings : PairReadings
{
    private readonly Symbol _formula;

    private RowReadings(Symbol formula, int classes)
        : base(new([.. Enumerable.Range(0, classes).Select(ClassScoresQuery.Score), DesignQuery.Target], []), classes) => _formula = formula;

    /// <summary>The readings of a loss; null if its target is not a label, or if there are too many classes for a query.</summary>
    public static RowReadings? Of(Loss loss, int classes) => classes <= SourceClassFit.MostOfScores && RowRecorder.OfLabels(loss, classes) is { } formula ? new(formula, classes) : null;

    /// <summary>The scores of classes as outputs.</summary>
    /// <param name="contrasts">The coordinates of the search.</param>
    public OutputSpace Space(Contrasts contrasts) => ClassReadings.Space(this, contrasts, contrasts.Count < Outputs ? Outputs - 1 : Outputs, (rows, _) => rows);

    /// <inheritdoc/>
    protected override Jet2<Folded> Read(Jet2<Folded>[] scores) => _formula.Evaluate<Jet2<Folded>>([.. scores, Constant(new(Graph.Input(Outputs)))]);
}
