namespace Minima.Tabular;

/// <summary>The loss to train with: the clear winner of a comparison, or else the default if it beats the best constant by more than chance.</summary>
public sealed class BestModel
{
    private readonly ComparisonResult _result;

    internal BestModel(ComparisonResult result, ComparisonRow row) => (_result, Row) = (result, row);

    /// <summary>The row of the comparison.</summary>
    public ComparisonRow Row { get; }

    /// <summary>The target column.</summary>
    internal string Target => _result.Data.Target;

    /// <summary>Fits the loss on all rows of the compared table, without those of a test table.</summary>
    /// <param name="table">The table that was compared.</param>
    /// <param name="cancellation">Checked between trainings.</param>
    /// <exception cref="TrainingException">There is no linear model of it: the comparison trained networks, or a formula does not define how its scores become classes.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LinearModel Refit(Table table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Row.Trained == ComparedModel.Network) throw ComparisonModel.NoNetwork();
        if (IsOfTrees) throw new InvalidOperationException($"the row is of boosted trees; take {nameof(RefitTrees)}");
        var (result, data) = Read(table, cancellation);
        return ComparisonModel.Refit(result, Row, data, cancellation);
    }

    /// <summary>The model consists of boosted trees: use <see cref="RefitTrees"/>.</summary>
    public bool IsOfTrees => Row.Trained == ComparedModel.Trees;

    /// <summary>Boosts trees with the loss on all rows of the compared table, without those of a test table; inner folds choose depth and rounds again.</summary>
    /// <param name="table">The table that was compared.</param>
    /// <param name="cancellation">Checked in every round.</param>
    /// <exception cref="TrainingException">A model file of trees cannot hold it: several targets, or a formula that does not define how its scores become classes.</exception>
    /// <exception cref="InvalidOperationException">The row is of another model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public BoostedTrees RefitTrees(Table table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!IsOfTrees) throw new InvalidOperationException($"the row is not of boosted trees; take {nameof(Refit)}");
        var (result, data) = Read(table, cancellation);
        return ComparisonModel.RefitTrees(result, Row, data.ForTrees(), cancellation);
    }

    /// <summary>The rows, and the result with its cost bound to them: a memory budget may leave fewer rows than were read before.</summary>
    private (ComparisonResult Result, ComparisonData Data) Read(Table table, CancellationToken cancellation)
    {
        var data = ComparedTables.Read(table, _result.Options, cancellation);
        ComparisonModel.Check(data, _result.Options.Losses);
        if (_result.Options.Cost?.Formula is null) return (_result, data);
        var options = Comparison.Asked(_result.Options, data);
        return (_result with { Options = options, Metric = options.Metric! }, data);
    }
}
