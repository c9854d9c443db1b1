namespace Minima.Trees;

/// <summary>The rounds: gradients, a tree for each output, leaf values, scores.</summary>
/// <param name="rows">The codes, scores and gradients of the rows.</param>
/// <param name="objective">The loss that trees learn.</param>
/// <param name="judge">The loss of the held-out rows. If it differs from <paramref name="objective"/>, both have one number per row.</param>
/// <param name="grower">Grows the trees.</param>
/// <param name="options">Rounds, rate, growth.</param>
/// <param name="heldOut">Marks the held-out rows; null for none.</param>
/// <param name="weight">The weights of the rows; null for 1.</param>
/// <param name="team">The threads.</param>
/// <param name="parts">The rows of this process as a part of the table.</param>
internal sealed unsafe class Boosting(CodedRows rows, IBoostObjective objective, IBoostObjective judge, ITreeGrower grower, BoostOptions options, bool[]? heldOut, double[]? weight, Team team, Parts parts)
{
    private const int StartSample = 4096;
    private const int StartSweeps = 50;
    private const int ManyPlaces = 17;

    private readonly double _rowShare = options.RowShareOf(parts.Rows);
    private readonly Packing _packing = new(rows, (objective as PointObjective)?.Windowed ?? objective, heldOut, parts.Ranks);
    private readonly LeafFitter _fitter = new(rows, objective, team, options.L2, parts.Exact);
    private readonly SharedRounds? _shared = objective is SharedObjective shared ? new(rows, shared, options, heldOut) : null;

    /// <summary>A sample of the rows. All parts estimate starts and residual sizes from their samples together.</summary>
    private int[] _looked = [];

    /// <summary>The first round of this objective.</summary>
    private int _firstRound;

    /// <param name="training">The rows that are not held out.</param>
    /// <param name="progress">Reports every round.</param>
    /// <param name="before">Rounds of another objective that led to the current scores of the rows; null to begin with the best constants.</param>
    /// <param name="cancellation">Checked in every round.</param>
    public Grown Run(KeptRows training, IProgress<BoostProgress>? progress, Grown? before, CancellationToken cancellation)
    {
        var (first, total) = parts.Ranks.Place(training.Count);
        _looked = Parts.Some(training, first, total, StartSample, options.Seed, purposeRound: 1);
        var start = before?.Start ?? Start(total, cancellation);
        List<RegressionTree[]> trees = [.. before?.Trees ?? []];
        List<double> losses = [.. before?.HeldOutLoss ?? []];
        _firstRound = trees.Count;
        var best = Math.Max(0, losses.IndexOf(losses.DefaultIfEmpty().Min()));
        for (var round = _firstRound; round < options.Rounds; round++)
        {
            trees.Add(Round(round, cancellation));
            _shared?.Settle(round + 1);
            if (heldOut is not null)
            {
                losses.Add(_shared?.HeldOutLoss() ?? HeldOutLoss());
                if (losses[round] < losses[best]) best = round;
            }

            progress?.Report(new BoostProgress(round + 1, heldOut is null ? null : losses[^1]));
            if (options.EarlyStop > 0 && round - best >= options.EarlyStop) break;
        }

        var kept = options.EarlyStop > 0 ? best + 1 : trees.Count;
        return new Grown(start, [.. trees.Take(kept)], [.. losses]);
    }

    /// <summary>The best constants: guessed on some rows, then searched on all of them, one output after the other.</summary>
    private double[] Start(long total, CancellationToken cancellation)
    {
        double[] Look(double[] column) => parts.Ranks.Gather<double>(Array.ConvertAll(_looked, row => column[row]));
        var targets = Look(objective.Targets);
        var start = objective.Guess(targets, weight is null ? null : Look(weight), targets.Length == total);
        for (var o = 0; o < objective.Outputs; o++) rows.Fill(o, start[o]);
        _shared?.Settle(rounds: 0);
        if (!objective.SearchesStart || (targets.Length == total && objective.GuessIsBest)) return start;
        var all = new GrowingNode(0, 0, rows.Chunks) { Columns = [] };
        Arrange(round: -1).CopyTo(all.Count, 0);
        var search = new LeafFitter(rows, objective, team, l2: 0, parts.Exact);
        for (var sweep = 0; sweep < (objective.Outputs == 1 ? 1 : StartSweeps); sweep++)
        {
            var largest = 0.0;
            for (var o = 0; o < objective.Outputs; o++)
            {
                var step = search.Fit([all], o, cancellation)[0];
                start[o] += step;
                rows.Fill(o, start[o]);
                largest = Math.Max(largest, Math.Abs(step));
            }

            if (largest <= 1e-12) break;
        }

        if (objective is PointObjective point && FallsWithoutEnd(search, all, point)) throw point.NoBestConstant();
        return start;
    }

    /// <summary>True if the sum of losses falls far out, and farther out by at least half as much again. A sum that approaches a lowest value does not.</summary>
    private bool FallsWithoutEnd(LeafFitter sums, GrowingNode all, PointObjective point)
    {
        const double far = 1e3;
        var residual = point.Map == ScoreMap.Identity ? ResidualSize(parts.Ranks, point) : 0;
        var unit = residual > 0 && double.IsFinite(residual) ? residual : 1;
        return new[] { unit, -unit }.Any(way =>
        {
            var found = sums.Sums(all, [0, way * far, way * far * far], 0);
            return found[1] < found[0] && found[1] - found[2] >= (found[0] - found[1]) / 2;
        });
    }

    private RegressionTree[] Round(int round, CancellationToken cancellation)
    {
        var inTree = Arrange(round);
        var columns = Draw.Some(rows.Columns, options.ColumnShare, options.Seed, Draw.Columns, (ulong)round);
        var trees = new RegressionTree[objective.Outputs];
        var scales = new Scale[objective.Outputs];
        _shared?.Refresh(round);
        if (parts.Exact is { } ranks && objective is PointObjective { Curvature: Curvature.Weight } point) point.ResidualSize = ResidualSize(ranks, point);
        if (objective is PointObjective { Windowed: { } windowed } whole)
        {
            // Set once: trees shrink the residuals, and later ones are too small for what is still to be learned. After trees of another loss only a small remainder is left.
            if (round == _firstRound) windowed.Half = whole.Window * ResidualSize(parts.Ranks, whole);
            _fitter.Places = Places(whole);
        }

        for (var o = 0; o < trees.Length; o++) scales[o] = _packing.Pack(o, grower.CountsRows);
        for (var o = 0; o < trees.Length; o++)
        {
            var tree = grower.Grow(inTree, columns, o, scales[o], cancellation);
            var leaves = tree.Leaves;
            var values = !options.Refit || objective.IsParabola ? Array.ConvertAll(leaves, leaf => leaf.Value) : _shared?.Fit(tree, inTree, o, cancellation) ?? _fitter.Fit(leaves, o, cancellation);
            for (var i = 0; i < values.Length; i++) values[i] *= options.Rate * objective.StepShare(options.Rate);
            if (options.Refit && objective is PointObjective { HasLogLink: true })
            {
                var shift = _fitter.Shift(leaves, values, o, cancellation);
                for (var i = 0; i < values.Length; i++) values[i] += shift;
            }

            Move(tree, values, inTree, o);
            trees[o] = tree.Written(values);
        }

        return trees;
    }

    /// <summary>The median absolute residual of some rows of all parts; if it is 0, the mean.</summary>
    private double ResidualSize(Collective ranks, PointObjective point)
    {
        var sizes = ranks.Gather<double>(Array.ConvertAll(_looked, row => Math.Abs(rows.ScoresOf(0)[row] - point.Targets[row])));
        var mean = sizes.Average();
        Array.Sort(sizes);
        return sizes[sizes.Length / 2] is > 0 and var median ? median : mean;
    }

    /// <summary>Values at which a leaf of a loss that is not convex may have its lowest point: evenly spaced quantiles of target - score over some rows of all parts, and 0.</summary>
    private double[] Places(PointObjective point)
    {
        var ways = parts.Ranks.Gather<double>(Array.ConvertAll(_looked, row => point.Targets[row] - rows.ScoresOf(0)[row]));
        Array.Sort(ways);
        return [.. Enumerable.Range(0, ManyPlaces).Select(k => ways[(int)((long)k * (ways.Length - 1) / (ManyPlaces - 1))]).Append(0).Distinct().Order()];
    }

    /// <summary>Puts the rows that this round draws first in each chunk, and returns their number by chunk.</summary>
    private int[] Arrange(int round)
    {
        var inTree = new int[rows.Chunks];
        rows.Each((_, chunk) =>
        {
            var (first, count, taken) = (chunk * CodedRows.ChunkRows, rows.RowsOf(chunk), 0);
            var order = rows.Order + first;
            var last = count;
            for (var i = 0; i < count; i++)
            {
                var isIn = (heldOut is null || !heldOut[first + i]) && (round < 0 || _rowShare >= 1 || Draw.Uniform(options.Seed, Draw.Rows, (ulong)round, (ulong)(parts.First + first + i)) < _rowShare);
                if (isIn) order[taken++] = (ushort)i; else order[--last] = (ushort)i;
            }

            inTree[chunk] = taken;
        });
        return inTree;
    }

    /// <summary>Adds the leaves' values to the scores. Rows that the round did not draw are routed through the tree.</summary>
    private void Move(IGrownTree tree, double[] values, int[] inTree, int output)
    {
        var leaves = tree.Leaves;
        rows.Each((_, chunk) =>
        {
            var first = chunk * CodedRows.ChunkRows;
            var order = rows.Order + first;
            var scores = rows.ScoresOf(output) + first;
            for (var i = 0; i < leaves.Length; i++)
            {
                var (at, end) = (leaves[i].Begin[chunk], leaves[i].Begin[chunk] + leaves[i].Count[chunk]);
                for (; at < end; at++) scores[order[at]] += values[i];
            }

            for (var j = inTree[chunk]; j < rows.RowsOf(chunk); j++) scores[order[j]] += values[tree.LeafOf(first + order[j])];
        });
    }

    private double HeldOutLoss()
    {
        var sums = new (double Loss, double Weight)[rows.Chunks];
        ExactSums[] exact = parts.Exact is null ? [] : [.. Enumerable.Range(0, Math.Min(team.Hands, rows.Chunks)).Select(_ => new ExactSums(2))];
        rows.Each((hand, chunk) =>
        {
            var (buffers, first, sum) = (ChunkBuffers.OfThread(objective.Outputs), chunk * CodedRows.ChunkRows, (Loss: 0.0, Weight: 0.0));
            var own = exact.Length == 0 ? null : exact[hand];
            for (var from = 0; from < rows.RowsOf(chunk);)
            {
                var count = 0;
                for (; from < rows.RowsOf(chunk) && count < RowBlock.Most; from++)
                {
                    if (heldOut![first + from]) buffers.Picks[count++] = (ushort)from;
                }

                if (count == 0) continue;
                rows.GatherScores(first, buffers.Picks.AsSpan(0, count), buffers.Scores);
                buffers.Evaluate(judge, new RowBlock(first, buffers.Picks, count), 0, Curvature.GaussNewton);
                for (var i = 0; i < count; i++)
                {
                    var each = weight?[first + buffers.Picks[i]] ?? 1;
                    if (double.IsNaN(buffers.Values[i])) throw new BoostException(first + buffers.Picks[i], "the held-out loss is NaN: the loss is not defined at this target and what the trees predict for it. Look at the row, or take a loss that is defined for every prediction.");
                    if (own is null)
                    {
                        sum = (sum.Loss + buffers.Values[i], sum.Weight + each);
                        continue;
                    }

                    own.Add(0, buffers.Values[i]);
                    own.Add(1, each);
                }
            }

            sums[chunk] = sum;
        });
        var total = sums.Aggregate((a, b) => (a.Loss + b.Loss, a.Weight + b.Weight));
        if (parts.Exact is { } ranks)
        {
            foreach (var hand in exact.Skip(1)) exact[0].Add(hand);
            ranks.Sum(exact[0], []);
            total = (exact[0].Value(0), exact[0].Value(1));
        }

        return total.Weight > 0 ? total.Loss / total.Weight : throw new BoostException("every row that is held out has weight 0, so nothing judges the rounds; hold out a larger fraction, or take another seed.");
    }
}
