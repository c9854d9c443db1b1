namespace Minima.Trees;

/// <summary>A <see cref="TableObjective"/> as boosting sees it: the gradients and curvatures of a round are computed for all rows together, and blocks of rows read them.</summary>
internal sealed class SharedObjective : IBoostObjective
{
    /// <summary>The distance to both sides at which gradients give a curvature. Raw scores are logarithms, logits or what softmax reads: one unit is large.</summary>
    private const double Step = 1e-3;

    /// <summary>Random sign vectors that are averaged if rows share terms.</summary>
    private const int Signings = 4;

    /// <summary>No row has less than this fraction of the mean curvature: some estimates are near 0 by chance.</summary>
    private const double Least = 0.02;

    private readonly TableObjective _objective;
    private readonly ulong _seed;
    private readonly double[][] _slopes;
    private readonly double[][] _curvatures;

    public SharedObjective(TableObjective objective, TreeData data, Curvature? curvature, ulong seed)
    {
        (_objective, _seed, Targets, Outputs) = (objective, seed, data.Target, objective.Start.Count);
        if (Outputs == 0 || objective.Start.Any(score => !double.IsFinite(score))) throw new BoostException($"{objective.Name}: its start has no scores, or one that is not finite; there is nothing to boost.");
        if (data.Weight is not null) throw new BoostException($"{objective.Name}: its terms have no weight of one row; leave out the weights.");
        if (curvature is not (null or Curvature.GaussNewton or Curvature.Constant)) throw new BoostException($"{objective.Name}: its curvatures are estimated from gradients; take the positive or the constant curvature.");
        (_slopes, _curvatures) = ([.. objective.Start.Select(_ => new double[data.Rows])], [.. objective.Start.Select(_ => new double[data.Rows])]);
        (Curvature, CurvatureReason) = curvature is { } given ? (given, "chosen by the caller")
            : !IsSmooth(data.Rows) ? (Curvature.Constant, "the gradients do not change near the start, so the curvature is 0")
            : objective.HasSeparateRows ? (Curvature.GaussNewton, "the positive part of the diagonal, from gradients a step to both sides")
            : (Curvature.GaussNewton, "the positive part of the diagonal, estimated from gradients a step to both sides under four signings of the rows: rows share terms");
    }

    public TableObjective Objective => _objective;

    public int Outputs { get; }

    public bool IsParabola => false;

    public bool IsConvex => false;

    public IReadOnlyList<(double Factor, double Offset)> Bends => [];

    public bool SearchesStart => false;

    public bool GuessIsBest => true;

    public double[] Targets { get; }

    public Curvature Curvature { get; }

    public string CurvatureReason { get; }

    public double[] Guess(double[] targets, double[]? weights, bool areAll) => [.. _objective.Start];

    /// <summary>True if the gradients of a row are finite.</summary>
    public bool IsFinite(int row) => Array.TrueForAll(_slopes, slopes => double.IsFinite(slopes[row]));

    /// <summary>Computes the gradients and curvatures of a round.</summary>
    /// <param name="loss">The loss over the training rows.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="scores">Their raw scores, output after output.</param>
    /// <param name="round">The round.</param>
    public void Refresh(TableLoss loss, int[] rows, double[] scores, int round)
    {
        var slopes = new double[scores.Length];
        loss.Evaluate(scores, slopes);
        for (var o = 0; o < Outputs; o++)
        {
            var curvatures = Curvature == Curvature.Constant ? null : Curvatures(loss, scores, o, round);
            var least = curvatures is null ? 1 : Least * curvatures.Average();
            for (var i = 0; i < rows.Length; i++)
            {
                _slopes[o][rows[i]] = slopes[(o * rows.Length) + i];
                _curvatures[o][rows[i]] = curvatures is null ? 1 : Math.Max(curvatures[i], least);
            }
        }
    }

    public void Evaluate(in RowBlock rows, ReadOnlySpan<double> scores, int output, Curvature curvature, Span<double> values, Span<double> slopes, Span<double> curvatures)
    {
        // A row has no loss of its own.
        values.Clear();
        rows.Of(_slopes[output], slopes).CopyTo(slopes);
        rows.Of(_curvatures[output], curvatures).CopyTo(curvatures);
    }

    /// <summary>The positive part of the Hessian's diagonal. For separate rows it is exact up to the step. Otherwise each row moves up or down at random, and the effects of other rows cancel in the mean (C. Bekas, E. Kokiopoulou, Y. Saad 2007).</summary>
    private double[] Curvatures(TableLoss loss, double[] scores, int output, int round)
    {
        var count = scores.Length / Outputs;
        var (above, below, moved, sum) = (new double[scores.Length], new double[scores.Length], new double[scores.Length], new double[count]);
        var signings = _objective.HasSeparateRows ? 1 : Signings;
        for (var k = 0; k < signings; k++)
        {
            double Sign(int row) => _objective.HasSeparateRows || Draw.Uniform(_seed, Draw.Signs, ((ulong)round * Signings) + (ulong)k, (ulong)row) < 0.5 ? 1 : -1;
            Move(Step, above);
            Move(-Step, below);
            for (var i = 0; i < count; i++) sum[i] += Sign(i) * (above[(output * count) + i] - below[(output * count) + i]) / (2 * Step * signings);

            void Move(double step, double[] slopes)
            {
                scores.CopyTo(moved, 0);
                for (var i = 0; i < count; i++) moved[(output * count) + i] += step * Sign(i);
                loss.Evaluate(moved, slopes);
            }
        }

        for (var i = 0; i < count; i++) sum[i] = Math.Max(0, sum[i]);
        return sum;
    }

    /// <summary>True if, at the start, gradients change with the scores in most rows whose gradient is not 0.</summary>
    private bool IsSmooth(int count)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        double[] scores = [.. _objective.Start.SelectMany(start => Enumerable.Repeat(start, count))];
        var loss = _objective.Over(rows);
        _objective.Settle(loss, scores, 0);
        var slopes = new double[scores.Length];
        loss.Evaluate(scores, slopes);
        return Enumerable.Range(0, Outputs).All(o =>
        {
            var curvatures = Curvatures(loss, scores, o, 0);
            var has = Enumerable.Range(0, count).Count(i => slopes[(o * count) + i] != 0);
            return 2 * Enumerable.Range(0, count).Count(i => slopes[(o * count) + i] != 0 && curvatures[i] > 0) > has;
        });
    }
}
