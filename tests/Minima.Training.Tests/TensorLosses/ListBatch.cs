namespace Minima.Training.Tests.TensorLosses;

/// <summary>Lists of scored items for the laws of ranking losses: scores and relevance, [lists, items], and which items are there.</summary>
internal sealed record ListBatch(double[][] Scores, double[][] Relevance, double[][]? Mask = null)
{
    public Shape Shape => [Scores.Length, Scores.Length == 0 ? 0 : Scores[0].Length];

    /// <summary>Lists without equal scores or equal relevance.</summary>
    public static ListBatch WithoutTies(int lists, int items, int seed)
    {
        var random = new Random(seed);
        return new(
            [.. Enumerable.Range(0, lists).Select(_ => Enumerable.Range(0, items).Select(_ => (4 * random.NextDouble()) - 2).ToArray())],
            [.. Enumerable.Range(0, lists).Select(_ => Shuffled(random, [.. Enumerable.Range(0, items).Select(i => i * 0.5)]))]);
    }

    /// <summary>The value, and the gradient of the scores.</summary>
    public (double Value, double[] Gradient) Apply(ITensorLoss loss)
    {
        using var step = StepScope.Begin();
        var scores = Tensor.Of(Flat(Scores), Shape).WithGradient();
        var value = Of(loss).Apply(Mask is null ? [scores, Tensor.Of(Flat(Relevance), Shape)] : [scores, Tensor.Of(Flat(Relevance), Shape), Tensor.Of(Flat(Mask), Shape)]);
        return (value.Item(), value.RequiresGradient ? Autograd.Gradient(value, [scores])[0].ToArray() : new double[scores.Count]);
    }

    /// <summary>The items of every list in another order.</summary>
    public ListBatch Reordered(int[] order) => new(Taken(Scores, order), Taken(Relevance, order), Mask is null ? null : Taken(Mask, order));

    public ListBatch WithScores(Func<double, double> move) => this with { Scores = [.. Scores.Select(row => row.Select(move).ToArray())] };

    public ListBatch WithRelevance(Func<double, double> move) => this with { Relevance = [.. Relevance.Select(row => row.Select(move).ToArray())] };

    /// <summary>Masked items put in at a place of every list, with something in them that no formula can use.</summary>
    public ListBatch Padded(int place, double rubbish, double rubbishRelevance) => new(Inserted(Scores, place, rubbish), Inserted(Relevance, place, rubbishRelevance), Inserted([.. Scores.Select(row => row.Select(_ => 1.0).ToArray())], place, 0));

    public static double[] Flat(double[][] rows) => [.. rows.SelectMany(row => row)];

    private static TensorLoss Of(ITensorLoss loss)
    {
        var entry = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Type == loss.GetType());
        var values = entry.ParametersOf(loss);
        return (TensorLoss)Minima.Loss.Create(entry, entry.Parameters.Select((p, i) => (p.Name, values[i])).ToDictionary(p => p.Name, p => p.Item2, StringComparer.Ordinal));
    }

    private static double[][] Taken(double[][] rows, int[] order) => [.. rows.Select(row => order.Select(i => row[i]).ToArray())];

    private static double[][] Inserted(double[][] rows, int place, double value) => [.. rows.Select(row => (double[])[.. row[..place], value, .. row[place..]])];

    private static double[] Shuffled(Random random, double[] values)
    {
        random.Shuffle(values);
        return values;
    }
}
