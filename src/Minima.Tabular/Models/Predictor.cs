namespace Minima.Tabular;

/// <summary>
/// A saved model of a table, linear, boosted trees or a network, including the treatment of its columns. Several threads may predict with one predictor at the same time; those of a network take turns.
/// </summary>
public sealed class Predictor
{
    private Predictor(LinearModel? linear, NetworkModel? network, BoostedPrediction? boosted = null) => (Linear, Network, Boosted) = (linear, network, boosted);

    /// <summary>The linear model, or null.</summary>
    internal LinearModel? Linear { get; }

    /// <summary>The network, or null.</summary>
    internal NetworkModel? Network { get; }

    /// <summary>Boosted trees, or null.</summary>
    internal BoostedPrediction? Boosted { get; }

    /// <summary>The boosted trees; null for a model of another kind.</summary>
    public BoostedTrees? Trees => Boosted?.Trees;

    /// <summary>The model predicts a distribution for each row (<see cref="Distributions"/>).</summary>
    public bool HasDistributions => Linear?.Distribution is not null || Boosted?.Trees.Distribution is not null;

    /// <summary>The columns that it predicts.</summary>
    public IReadOnlyList<string> Targets => Linear is not null ? Linear.Targets : (Boosted?.Reader ?? Network!.Reader).Meaning.Targets;

    /// <summary>Reads a model that <c>minima train</c>, <c>minima fit --json</c>, <c>minima boost --json</c>, <c>minima compare --save</c> or <see cref="LinearModel.Save"/> wrote, a C# program that trained a network on a table, or XGBoost as JSON.</summary>
    /// <param name="path">The file; of a network also without its ending.</param>
    /// <exception cref="TrainingException">There is no such model, or it is damaged, or it was not trained on a table.</exception>
    public static Predictor Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return NetworkModel.IsNetwork(path)
            ? new(null, NetworkModel.Load(path))
            : SavedModelReader.Read(path, (name, root) => SavedModelReader.HasFormat(root, BoostedModelWriter.Format) ? Of(BoostedModelReader.Of(name, root)) : Of(FitModelReader.Of(name, root)), (name, bytes) => XGBoostTrees.Find(name, bytes) is { } trees ? Of(trees) : null);
    }

    /// <summary>Creates a predictor from a model in memory.</summary>
    public static Predictor Of(LinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new(model, null);
    }

    /// <inheritdoc cref="Of(LinearModel)"/>
    public static Predictor Of(BoostedTrees trees)
    {
        ArgumentNullException.ThrowIfNull(trees);
        return new(null, null, new(trees));
    }

    internal static Predictor Of(NetworkModel network) => new(null, network);

    /// <summary>Predicts the rows of a table: numbers in the target's units, or classes with their probabilities.</summary>
    /// <param name="table">A table with the model's columns by name, in any order; other columns are ignored.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="DataException">The table lacks a column, or a cell holds a value unknown to the model.</exception>
    public TablePrediction Predict(Table table, CancellationToken cancellation = default) => Predict(table, response: true, cancellation);

    /// <summary>Predicts with only the first rounds of boosted trees.</summary>
    /// <param name="table">A table with the model's columns by name, in any order; other columns are ignored.</param>
    /// <param name="rounds">The number of rounds; 0 for the best constant.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="TrainingException">The model has no rounds, or fewer.</exception>
    public TablePrediction Predict(Table table, int rounds, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Boosted is null) throw new UsageException("predict: --rounds is for boosted trees, and this model has no rounds; leave it out.");
        return Boosted.Of(table, response: true, rounds, cancellation);
    }

    /// <summary>The contributions of the columns to the raw scores of boosted trees: Shapley values along the paths of the trees.</summary>
    /// <param name="table">A table with the model's columns by name, in any order; other columns are ignored.</param>
    /// <param name="rounds">The first rounds only; null for all.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <returns>For each score (<see cref="TablePrediction.Targets"/>: the target, or the classes, or the numbers of a distribution) the start, then <see cref="TablePrediction.Further"/>: a number for each column, and the score, which is the sum within 1e-12.</returns>
    /// <exception cref="TrainingException">The model does not consist of boosted trees, or it has fewer rounds.</exception>
    public TablePrediction Contributions(Table table, int? rounds = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Boosted?.Contributions(table, rounds, cancellation) ?? throw new UsageException("predict: --contributions is for boosted trees, and this model has none; the coefficients of a linear model are in its file.");
    }

    /// <summary>The raw outputs of the model for the rows of a table, before a link turns them into probabilities or numbers.</summary>
    /// <inheritdoc cref="Predict(Table, CancellationToken)"/>
    public TablePrediction Scores(Table table, CancellationToken cancellation = default) => Predict(table, response: false, cancellation);

    /// <summary>
    /// The distribution of the target of each row, for a model that predicts distributions: from <c>minima compare --want distribution --save</c>, <c>minima fit --heads</c> or
    /// <c>minima boost --heads</c>.
    /// </summary>
    /// <param name="table">A table with the model's columns by name, in any order; other columns are ignored.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="DataException">The table lacks a column, or a cell holds a value unknown to the model.</exception>
    /// <exception cref="TrainingException">The model predicts a number, not a distribution.</exception>
    public IReadOnlyList<PredictiveDistribution> Distributions(Table table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Boosted is { Trees.Distribution: not null }) return Boosted.Distributions(table, null, cancellation).Rows;
        if (Linear is not { Distribution: not null } model) throw new UsageException("predict: --quantiles asks for quantiles of a distribution, and this model predicts one number; minima compare DATA.csv --target COLUMN --want distribution --save MODEL.json makes a model of distributions.");
        return [.. PredictTable.Read(model, table, (features, rows) => DistributionPrediction.Of(model, features, rows, cancellation), cancellation).SelectMany(block => block)];
    }

    /// <summary>
    /// Predicts with a model of times until an event. For each row it gives a risk, which is higher the sooner the event is expected (the mean for a distribution of times),
    /// and the probabilities of being without the event at the given times.
    /// </summary>
    /// <param name="table">A table with the model's columns by name, in any order; other columns are ignored.</param>
    /// <param name="times">The times, in the unit of the target; each above 0.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="DataException">The table lacks a column, or a cell holds a value unknown to the model.</exception>
    /// <exception cref="TrainingException">The model does not predict times, or a time is not above 0.</exception>
    public TablePrediction Predict(Table table, IReadOnlyList<double> times, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(times);
        var isOfTimes = Linear is { Distribution: not null, FactsColumn: not null };
        if (!isOfTimes && Linear?.Survival is null && Trees?.Survival is null) throw new UsageException("predict: --times asks for probabilities of being without an event, and this model predicts no times until one; minima compare DATA.csv --target TIME --event COLUMN --save MODEL.json makes such a model.");
        if (times.Any(time => !(time > 0 && double.IsFinite(time))))
            throw new UsageException($"predict: --times has {times.First(time => !(time > 0 && double.IsFinite(time))).ToString(System.Globalization.CultureInfo.InvariantCulture)}; times above 0 are expected, in the unit of the target.");
        if (isOfTimes)
        {
            var rows = Distributions(table, cancellation);
            return new([Linear!.Target], "prediction", [], [.. rows.SelectMany(row => times.Select(time => 1 - row.Cdf(time)).Prepend(row.Mean))], []) { Further = BatchPrediction.SurvivalNames(times) };
        }

        var predicted = Boosted is not null ? Boosted.AtTimes(table, times, cancellation) : AtTimes(Linear!);
        var end = (Linear?.Survival ?? Trees!.Survival)!.End;
        return times.All(time => time <= end) ? predicted : predicted with { Notes = [.. predicted.Notes, Beyond(times.First(time => time > end), end)] };

        TablePrediction AtTimes(LinearModel model)
        {
            var saved = SavedBatch.Of(model);
            return TablePrediction.Joined(PredictTable.Read(model, table, (features, rows) => BatchPrediction.Of(saved, model.Scores(features, rows), response: true, times), cancellation));
        }

        static Localized Beyond(double time, double end)
        {
            var (asked, last) = (NumberFormat.Short(time), NumberFormat.Short(end));
            return new(
                $"The curves of this model end at {last}: the probability at {asked} is that at {last}, and nothing is known of later times.",
                $"该模型的曲线止于 {last}：{asked} 处的概率取 {last} 处的值，更晚的情形无从得知。");
        }
    }

    private TablePrediction Predict(Table table, bool response, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Boosted is not null) return Boosted.Of(table, response, null, cancellation);
        if (Linear is null) return Network!.Reader.Say(Network.Outputs(table, cancellation), response);
        return TablePrediction.Joined(PredictTable.Read(Linear, table, (features, rows) => LinearPrediction.Of(Linear, features, rows, response), cancellation));
    }
}

/// <summary>Predictions of a linear model.</summary>
public static class LinearModelPredictions
{
    /// <summary>
    /// Predicts the rows of a table: a number each; for two classes the probability of the second one (see <see cref="LinearModel.Classes"/>); for more classes all probabilities, row after row.
    /// </summary>
    /// <inheritdoc cref="Predictor.Predict(Table, CancellationToken)"/>
    public static double[] Predict(this LinearModel model, Table table, CancellationToken cancellation = default) => Predictor.Of(model).Predict(table, cancellation).Values;
}

/// <summary>Predictions of boosted trees.</summary>
public static class BoostedTreesPredictions
{
    /// <summary>
    /// Predicts the rows of a table: a number each; for two classes the probability of the second one (see <see cref="BoostedTrees.Classes"/>); for more classes all probabilities, row after row.
    /// </summary>
    /// <inheritdoc cref="Predictor.Predict(Table, CancellationToken)"/>
    public static double[] Predict(this BoostedTrees trees, Table table, CancellationToken cancellation = default) => Predictor.Of(trees).Predict(table, cancellation).Values;
}
