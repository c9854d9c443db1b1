using Minima.Trees;

namespace Minima.Tabular;

/// <summary>The predictions of boosted trees, in the form of all models.</summary>
internal sealed class BoostedPrediction
{
    public BoostedPrediction(BoostedTrees trees)
    {
        Trees = trees;
        Reader = Reading(areNumbers: false);
    }

    public BoostedTrees Trees { get; }

    /// <summary>The reader of the raw predictions of the loss.</summary>
    public OutputReader Reader { get; }

    /// <summary>The same as <see cref="Reader"/>, but grades are their ranks, from 1.</summary>
    public OutputReader OfNumbers => Trees.Grades.Count > 0 ? Reading(areNumbers: true) : Reader;

    private OutputReader Reading(bool areNumbers)
    {
        var areGrades = Trees.Grades.Count > 0 && !areNumbers;
        var meaning = new OutputMeaning
        {
            Task = PredictionTasks.Word(areGrades ? PredictionTask.Ordinal : Trees.Task),
            Grades = areGrades ? OutputMeaning.Places(Trees.Grades) : [],
            Targets = [Trees.Target],
            Classes = Trees.Classes,
            Link = Wording.Snake(Trees.Link),
            MarginLabels = Trees.Task == PredictionTask.Binary && Trees.Mapping[0].Value < 0,
        };
        return ModelLoss.Reader(meaning, Trees.Inputs, () => Trees.Boosted ?? ModelLoss.Of(Trees.Loss, Trees.Parameters), Trees.Threshold);
    }

    /// <summary>The predictions for the rows of a table.</summary>
    /// <param name="table">A table with the columns of the model.</param>
    /// <param name="response">True for numbers in the target's units, or probabilities and classes; else the sums of the trees.</param>
    /// <param name="rounds">The first rounds only; null for all.</param>
    /// <param name="cancellation">Checked between rows.</param>
    public TablePrediction Of(Table table, bool response, int? rounds, CancellationToken cancellation)
    {
        CheckRounds(rounds);
        if (Trees.Distribution is not null && response)
        {
            var (distributions, remarks) = Distributions(table, rounds, cancellation);
            return DistributionPrediction.Means(Trees.Target, distributions) with { Notes = remarks };
        }

        if (Trees.Distribution is { Plan: var plan })
        {
            var (scores, remarks) = Numbers(table, columns => Trees.Model.PredictRaw(columns, rounds), cancellation);
            return new([Trees.Target], "score", [], scores, []) { Further = DistributionPrediction.Names(plan)[1..], Notes = remarks };
        }

        if (Trees.Outputs is { } reading)
        {
            var (scores, remarks) = Scores(table, rounds, cancellation);
            return JointPrediction.OfClasses(Trees.Target, [.. Trees.Classes], reading, response ? Steps(scores) : scores, Trees.Model.Outputs, response) with { Notes = remarks };
        }

        if (Trees.FactsColumn is not null)
        {
            var (scores, remarks) = Scores(table, rounds, cancellation);
            return BatchPrediction.Of(SavedBatch.Of(Trees), scores, response) with { Notes = remarks };
        }

        var (blocks, notes) = BoostedRows.Read(Trees, table, columns => Reader.Say(response ? Raw(columns, rounds) : Trees.Model.PredictRaw(columns, rounds), response), cancellation);
        var joined = TablePrediction.Joined(blocks) with { Notes = notes };
        return response && Trees.Grades.Count > 0 ? joined with { Classes = [LinearPrediction.Nearest(Trees.Grades, joined.Values)] } : joined;
    }

    /// <summary>Raw scores of the rows of a table, row after row.</summary>
    public (double[] All, IReadOnlyList<Localized> Notes) Scores(Table table, CancellationToken cancellation) => Scores(table, null, cancellation);

    /// <summary>For times until an event, a risk and the probabilities of being without it at the given times.</summary>
    public TablePrediction AtTimes(Table table, IReadOnlyList<double> times, CancellationToken cancellation)
    {
        var (scores, notes) = Scores(table, cancellation);
        return BatchPrediction.Of(SavedBatch.Of(Trees), scores, response: true, times) with { Notes = notes };
    }

    /// <summary>The scores of grades as logits of the steps between them: one score minus each threshold, or the scores themselves.</summary>
    public double[] Steps(double[] scores) => Trees.Thresholds.Count == 0 ? scores : [.. scores.SelectMany(score => Trees.Thresholds.Select(threshold => score - threshold))];

    private (double[] All, IReadOnlyList<Localized> Notes) Scores(Table table, int? rounds, CancellationToken cancellation) => Numbers(table, columns => Trees.Model.PredictRaw(columns, rounds), cancellation);

    /// <summary>Predictions of the rows of a table in the form of the loss.</summary>
    public (double[] Raw, IReadOnlyList<Localized> Notes) Raw(Table table, CancellationToken cancellation) => Numbers(table, columns => Raw(columns, null), cancellation);

    /// <summary>For each raw score of a row its start, the contribution of each column, and the score, which is their sum.</summary>
    public TablePrediction Contributions(Table table, int? rounds, CancellationToken cancellation)
    {
        CheckRounds(rounds);
        var (model, width) = (Trees.Model, Trees.Columns.Count + 1);
        var (all, notes) = Numbers(table, columns =>
        {
            var (shares, scores) = (model.Contributions(columns, rounds), model.PredictRaw(columns, rounds));
            var numbers = new double[shares.Length + scores.Length];
            for (var i = 0; i < scores.Length; i++)
            {
                Array.Copy(shares, i * width, numbers, i * (width + 1), width);
                numbers[(i * (width + 1)) + width] = scores[i];
            }

            return numbers;
        }, cancellation);
        string[] outputs = Trees.Distribution is { } distribution ? DistributionPrediction.Names(distribution.Plan) : model.Outputs == 1 ? [Trees.Target] : Trees.Classes.Count == model.Outputs ? [.. Trees.Classes] : [.. Enumerable.Range(1, model.Outputs).Select(k => k.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        return new(outputs, "start", [], all, []) { Further = [.. Trees.Columns.Select(column => column.Name), "score"], Notes = notes };
    }

    /// <summary>The distribution of each row, for a model of distributions.</summary>
    public (IReadOnlyList<PredictiveDistribution> Rows, IReadOnlyList<Localized> Notes) Distributions(Table table, int? rounds, CancellationToken cancellation)
    {
        var (outputs, notes) = Numbers(table, columns => Trees.Model.PredictRaw(columns, rounds), cancellation);
        var of = new HeadReader(Trees.Distribution!.Plan, Trees.Boosted ?? ModelLoss.Of(Trees.Loss, Trees.Parameters), Trees.Distribution.Range).Of(outputs);
        var rows = new PredictiveDistribution[outputs.Length / Trees.Model.Outputs];
        for (var row = 0; row < rows.Length; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            rows[row] = of(row);
        }

        return (rows, notes);
    }

    /// <summary>Computes numbers for the rows of a table, row after row.</summary>
    private (double[] All, IReadOnlyList<Localized> Notes) Numbers(Table table, Func<IReadOnlyList<TreeColumn>, double[]> make, CancellationToken cancellation)
    {
        var (blocks, notes) = BoostedRows.Read(Trees, table, make, cancellation);
        return (blocks.Count == 1 ? blocks[0] : [.. blocks.SelectMany(block => block)], notes);
    }

    private void CheckRounds(int? rounds)
    {
        if (rounds is { } first && (first < 0 || first > Trees.Model.Rounds))
            throw new UsageException($"predict: --rounds is {first}, and the model has {Trees.Model.Rounds} rounds; give 0 to {Trees.Model.Rounds}.");
        if (rounds is not null && rounds != Trees.Model.Rounds && (Trees.Survival is not null || Trees.Thresholds.Count > 0))
            throw new UsageException($"predict: --rounds takes the first rounds only, and the {(Trees.Survival is not null ? "survival curves" : "thresholds")} of this model belong to all of them; leave it out, or boost again with --rounds {rounds}.");
    }

    /// <summary>The predictions in the form of the loss.</summary>
    private double[] Raw(IReadOnlyList<TreeColumn> columns, int? rounds) => Raw(Trees.Model, Trees.Model.PredictRaw(columns, rounds));

    /// <summary>The predictions for raw scores in the form of the loss.</summary>
    public static double[] Raw(TreeModel model, double[] scores) => model.Map switch
    {
        ScoreMap.Exp => Array.ConvertAll(scores, Math.Exp),
        ScoreMap.Logistic => Array.ConvertAll(scores, score => 1 / (1 + Math.Exp(-score))),
        _ => scores,
    };
}
