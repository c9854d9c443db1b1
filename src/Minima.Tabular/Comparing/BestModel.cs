namespace Minima.Tabular;

/// <summary>The loss to train with: the clear winner of a comparison, else the default where that beats the best constant beyond luck.</summary>
public sealed class BestModel
{
    private readonly ComparisonResult _result;

    internal BestModel(ComparisonResult result, ComparisonRow row) => (_result, Row) = (result, row);

    /// <summary>Its row.</summary>
    public ComparisonRow Row { get; }

    /// <summary>The column that it predicts.</summary>
    internal string Target => _result.Data.Target;

    /// <summary>Fits it on all rows of the table that was compared, without those of a test table.</summary>
    /// <param name="table">The table that was compared.</param>
    /// <param name="cancellation">Asked between trainings.</param>
    /// <exception cref="TrainingException">There is no linear model of it: the comparison trained networks, or a formula does not say how its scores become classes.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public LinearModel Refit(Table table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Row.Trained == ComparedModel.Network) throw ComparisonModel.NoNetwork();
        if (IsOfTrees) throw new InvalidOperationException($"the row is of boosted trees; take {nameof(RefitTrees)}");
        var (result, data) = Read(table, cancellation);
        return ComparisonModel.Refit(result, Row, data, cancellation);
    }

    /// <summary>Trees were boosted: <see cref="RefitTrees"/> makes the model.</summary>
    public bool IsOfTrees => Row.Trained == ComparedModel.Trees;

    /// <summary>Boosts it on all rows of the table that was compared, without those of a test table; inner folds choose depth and rounds again.</summary>
    /// <param name="table">The table that was compared.</param>
    /// <param name="cancellation">Asked in every round.</param>
    /// <exception cref="TrainingException">A model file of trees cannot hold it: several targets, a formula that does not say how its scores become classes.</exception>
    /// <exception cref="InvalidOperationException">The row is of another model.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public BoostedTrees RefitTrees(Table table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!IsOfTrees) throw new InvalidOperationException($"the row is of no trees; take {nameof(Refit)}");
        var (result, data) = Read(table, cancellation);
        return ComparisonModel.RefitTrees(result, Row, data.ForTrees(), cancellation);
    }

    /// <summary>The rows, and the result with a cost that is bound to them: within a budget fewer may be drawn than were read before.</summary>
    private (ComparisonResult Result, ComparisonData Data) Read(Table table, CancellationToken cancellation)
    {
        var data = ComparedTables.Read(table, _result.Options, cancellation);
        ComparisonModel.Check(data, _result.Options.Losses);
        if (_result.Options.Cost?.Formula is null) return (_result, data);
        var options = Comparison.Asked(_result.Options, data);
        return (_result with { Options = options, Metric = options.Metric! }, data);
    }
}
