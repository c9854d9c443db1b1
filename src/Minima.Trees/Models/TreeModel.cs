namespace Minima.Trees;

/// <summary>A model of boosted trees, which predicts and can be saved and loaded.</summary>
/// <remarks>Safe to use from any number of threads.</remarks>
public sealed class TreeModel
{
    private const int BlockRows = 64;

    internal TreeModel(IReadOnlyList<ModelColumn> columns, double[] start, RegressionTree[][] rounds)
    {
        (Columns, StartScores, Trees) = (columns, start, rounds);
    }

    public IReadOnlyList<ModelColumn> Columns { get; }

    /// <summary>The loss that the model was boosted with: its key or formula.</summary>
    public required string Loss { get; init; }

    /// <summary>The parameters of the loss, by name.</summary>
    public required IReadOnlyDictionary<string, double> LossParameters { get; init; }

    /// <summary>The curvature that splits divide by.</summary>
    public required Curvature Curvature { get; init; }

    /// <summary>The reason for this curvature, in one line.</summary>
    public required string CurvatureReason { get; init; }

    /// <summary>The map from raw scores to predictions that the loss takes.</summary>
    public required ScoreMap Map { get; init; }

    /// <summary>The map from the loss's predictions to their meaning, such as logits to probabilities.</summary>
    public required ScoreMap Answer { get; init; }

    /// <summary>The raw scores before the first round: the best constants.</summary>
    public IReadOnlyList<double> Start => StartScores;

    /// <summary>The number of scores of a row: 1, or one for each class or learned number.</summary>
    public int Outputs => StartScores.Length;

    /// <summary>The number of rounds that predictions use; after early stopping, the best number.</summary>
    public int Rounds => Trees.Length;

    /// <summary>The mean held-out loss after each round; empty if no row was held out.</summary>
    public IReadOnlyList<double> HeldOutLoss { get; init; } = [];

    internal double[] StartScores { get; }

    internal RegressionTree[][] Trees { get; }

    /// <summary>Predicts on a readable scale: a mean or a probability. Classes have one number each, row after row.</summary>
    /// <param name="columns">The model's columns by name, in any order; others are ignored.</param>
    /// <param name="rounds">The number of first rounds to use; null for all.</param>
    /// <param name="threads">The number of threads; 0 for one per core.</param>
    public double[] Predict(IReadOnlyList<TreeColumn> columns, int? rounds = null, int threads = 0)
    {
        var scores = PredictRaw(columns, rounds, threads);
        if (Answer == ScoreMap.Softmax)
        {
            for (var row = 0; row < scores.Length; row += Outputs) Softmax(scores.AsSpan(row, Outputs));
        }
        else if (Map != ScoreMap.Identity || Answer != ScoreMap.Identity)
        {
            for (var i = 0; i < scores.Length; i++) scores[i] = Answer.Of(Map.Of(scores[i]));
        }

        return scores;
    }

    /// <summary>Predicts raw scores: the start plus the sum of the trees, <see cref="Outputs"/> per row.</summary>
    public double[] PredictRaw(IReadOnlyList<TreeColumn> columns, int? rounds = null, int threads = 0)
    {
        var (values, used) = Checked(columns, rounds);
        var (rows, outputs) = (values[0].Length, Outputs);
        var scores = new double[(long)rows * outputs];
        var block = Math.Clamp(262144 / values.Length, 1, BlockRows);
        new Team(threads).Each((rows + block - 1) / block, (_, item) => PredictBlock(values, scores, item * block, Math.Min(block, rows - item * block), used));
        return scores;
    }

    /// <summary>Saves the model atomically: after a crash the file is the old one or the new one.</summary>
    public void Save(string path) => ModelFile.Save(this, path);

    /// <summary>Returns the model as JSON, with identical bytes for equal models.</summary>
    public string ToJson() => ModelFile.Write(this);

    /// <summary>Reads a saved model.</summary>
    /// <exception cref="BoostException">The file is not a model, or it is damaged.</exception>
    public static TreeModel Load(string path) => ModelFile.Load(path);

    /// <summary>Reads a model from JSON.</summary>
    /// <exception cref="BoostException">The text is not a model, or it is damaged.</exception>
    public static TreeModel Parse(string json) => ModelFile.Parse(json);

    /// <summary>Returns the model for a target in other units: raw scores times a factor. The loss and its held-out means stay in the units of the training.</summary>
    /// <param name="factor">Finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite, or not above 0.</exception>
    /// <exception cref="InvalidOperationException">Raw scores are no predictions in units: the model has a link.</exception>
    public TreeModel Scaled(double factor)
    {
        if (!(factor > 0 && double.IsFinite(factor))) throw new ArgumentOutOfRangeException(nameof(factor), factor, "a finite factor above 0 is expected");
        if (factor == 1) return this;
        if (Map != ScoreMap.Identity || Answer != ScoreMap.Identity) throw new InvalidOperationException("a model whose scores pass through a link has no units");
        return new TreeModel(Columns, Array.ConvertAll(StartScores, score => score * factor), [.. Trees.Select(round => Array.ConvertAll(round, tree => tree.Scaled(factor)))])
        {
            Loss = Loss,
            LossParameters = LossParameters,
            Curvature = Curvature,
            CurvatureReason = CurvatureReason,
            Map = Map,
            Answer = Answer,
            HeldOutLoss = HeldOutLoss,
        };
    }

    /// <summary>Returns the values of the model's columns in its order, and the number of rounds to use.</summary>
    internal (double[][] Values, int Rounds) Checked(IReadOnlyList<TreeColumn> columns, int? rounds)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var used = rounds ?? Rounds;
        if (used < 0 || used > Rounds) throw new BoostException($"the model has {Rounds} rounds, and the first {used} are asked for.");
        double[][] values = [.. Columns.Select(column => columns.FirstOrDefault(other => other.Name == column.Name)?.Values ?? throw new BoostException($"the model needs the column '{column.Name}'."))];
        if (Array.Find(values, column => column.Length != values[0].Length) is not null) throw new BoostException("the columns differ in length; each row needs a value, or NaN if it is missing.");
        return (values, used);
    }

    private static void Softmax(Span<double> scores)
    {
        double most = double.NegativeInfinity, sum = 0;
        foreach (var score in scores) most = Math.Max(most, score);
        foreach (ref var score in scores) sum += score = Math.Exp(score - most);
        foreach (ref var score in scores) score /= sum;
    }

    private void PredictBlock(double[][] values, double[] scores, int first, int count, int rounds)
    {
        var width = values.Length;
        var rows = new double[count * width];
        var hasGaps = false;
        for (var c = 0; c < width; c++)
        {
            var column = values[c];
            for (var r = 0; r < count; r++)
            {
                var value = column[first + r];
                rows[r * width + c] = value;
                hasGaps |= double.IsNaN(value);
            }
        }

        var sums = scores.AsSpan(first * Outputs, count * Outputs);
        for (var r = 0; r < count; r++) StartScores.CopyTo(sums[(r * Outputs)..]);
        for (var round = 0; round < rounds; round++)
        {
            for (var o = 0; o < Outputs; o++) TreeWalk.Add(Trees[round][o], rows, hasGaps, width, count, sums[o..], Outputs);
        }
    }
}
