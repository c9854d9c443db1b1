namespace Minima.Trees;

/// <summary>Line searches of all leaves of a tree together: each pass over the rows serves every leaf whose search is not done.</summary>
/// <param name="ranks">The processes that hold rows of the leaves: sums are then exact, the same in any order. Null if this process holds all rows; it then sums in a fixed order.</param>
internal sealed unsafe class LeafFitter(CodedRows rows, IBoostObjective objective, Team team, double l2, Collective? ranks)
{
    /// <summary>Starting points of the search for a non-convex loss, ascending; empty if it begins at 0.</summary>
    public double[] Places { get; set; } = [];

    /// <summary>Finds the values with the lowest sums of losses, and clamps them to the leaves' bounds.</summary>
    public double[] Fit(GrowingNode[] leaves, int output, CancellationToken cancellation)
    {
        var searches = Array.ConvertAll(leaves, leaf => new LeafSearch(leaf.Value, l2, objective.Bends.Count > 0, objective.IsConvex));
        if (Places.Length > 0) Begin(searches, leaves, output, cancellation);
        while (searches.Any(search => !search.IsDone))
        {
            cancellation.ThrowIfCancellationRequested();
            var open = Enumerable.Range(0, leaves.Length).Where(i => !searches[i].IsDone).ToArray();
            var sums = Pass(Array.ConvertAll(open, i => leaves[i]), Array.ConvertAll(open, i => searches[i].Trial), output);
            for (var i = 0; i < open.Length; i++) searches[open[i]].Take(sums[i]);
        }

        return [.. searches.Select((search, i) => Math.Clamp(search.Trial, leaves[i].Low, leaves[i].High))];
    }

    /// <summary>Finds the constant that minimizes the sum of losses if it is added to the values of all leaves.</summary>
    public double Shift(GrowingNode[] leaves, double[] values, int output, CancellationToken cancellation)
    {
        var search = new LeafSearch(guess: 0, l2: 0, objective.Bends.Count > 0, objective.IsConvex);
        while (!search.IsDone)
        {
            cancellation.ThrowIfCancellationRequested();
            search.Take(Pass(leaves, Array.ConvertAll(values, value => value + search.Trial), output).Aggregate((a, b) => a + b));
        }

        return search.Trial;
    }

    /// <summary>The sums of losses of one leaf at several values.</summary>
    public double[] Sums(GrowingNode leaf, IEnumerable<double> trials, int output) => [.. trials.Select(trial => Pass([leaf], [trial], output)[0].Value)];

    /// <summary>Evaluates all leaves at the same places, and begins each search at the place with the lowest objective of its leaf. Ties go to the place nearest to 0.</summary>
    private void Begin(LeafSearch[] searches, GrowingNode[] leaves, int output, CancellationToken cancellation)
    {
        var sums = Array.ConvertAll(Places, place =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Pass(leaves, [.. leaves.Select(_ => place)], output);
        });
        for (var i = 0; i < leaves.Length; i++)
        {
            var leaf = i;
            var best = Enumerable.Range(0, Places.Length).MinBy(k => (sums[k][leaf].Value + (l2 / 2 * Places[k] * Places[k]), Math.Abs(Places[k])));
            (double, LeafSum)? Beside(int k) => k >= 0 && k < Places.Length ? (Places[k], sums[k][leaf]) : null;
            searches[i].Begin(Places[best], Beside(best - 1), Beside(best + 1));
        }
    }

    /// <summary>The sums over the rows of each leaf at its trial value. Chunks are added in order.</summary>
    private LeafSum[] Pass(GrowingNode[] leaves, double[] trials, int output)
    {
        var parts = new LeafSum[rows.Chunks][];
        ExactSums[] exact = ranks is null ? [] : [.. Enumerable.Range(0, Math.Min(team.Hands, rows.Chunks)).Select(_ => new ExactSums(3 * leaves.Length))];
        rows.Each((hand, chunk) => parts[chunk] = PassChunk(leaves, trials, output, chunk, ranks is null ? null : exact[hand]));
        var sums = new LeafSum[leaves.Length];
        Array.Fill(sums, LeafSum.Nothing);
        foreach (var part in parts)
        {
            for (var i = 0; i < sums.Length; i++) sums[i] += part[i];
        }

        return ranks is null ? sums : Together(ranks, exact, sums);
    }

    /// <summary>The sums of all threads and processes, with the nearest kinks of all.</summary>
    private static LeafSum[] Together(Collective ranks, ExactSums[] exact, LeafSum[] sums)
    {
        foreach (var hand in exact.Skip(1)) exact[0].Add(hand);
        double[] bends = [.. sums.SelectMany(sum => (double[])[sum.Below, -sum.Above, sum.AtBend ? 1 : 0])];
        ranks.Sum(exact[0], bends);
        return [.. sums.Select((_, i) => new LeafSum(exact[0].Value(3 * i), exact[0].Value((3 * i) + 1), exact[0].Value((3 * i) + 2), bends[3 * i], -bends[(3 * i) + 1], bends[(3 * i) + 2] > 0))];
    }

    private LeafSum[] PassChunk(GrowingNode[] leaves, double[] trials, int output, int chunk, ExactSums? exact)
    {
        var (buffers, first) = (ChunkBuffers.OfThread(objective.Outputs), chunk * CodedRows.ChunkRows);
        var sums = new LeafSum[leaves.Length];
        Array.Fill(sums, LeafSum.Nothing);
        var (leaf, done) = (0, 0);
        while (leaf < leaves.Length)
        {
            // Fills a block with as many leaves, and pieces of leaves, as fit.
            var (count, from, offset) = (0, leaf, done);
            while (leaf < leaves.Length && count < RowBlock.Most)
            {
                var taken = Math.Min(leaves[leaf].Count[chunk] - done, RowBlock.Most - count);
                new ReadOnlySpan<ushort>(rows.Order + first + leaves[leaf].Begin[chunk] + done, taken).CopyTo(buffers.Picks.AsSpan(count));
                (count, done) = (count + taken, done + taken);
                if (done == leaves[leaf].Count[chunk]) (leaf, done) = (leaf + 1, 0);
            }

            if (count == 0) continue;
            rows.GatherScores(first, buffers.Picks.AsSpan(0, count), buffers.Scores);
            Walk(leaves, chunk, from, offset, count, (l, begin, length) => { for (var i = begin; i < begin + length; i++) buffers.Scores[output * count + i] += trials[l]; });
            buffers.EvaluateAlong(objective, new RowBlock(first, buffers.Picks, count), output, Curvature.GaussNewton);
            Walk(leaves, chunk, from, offset, count, (l, begin, length) =>
            {
                var (value, slope, curvature) = (0.0, 0.0, 0.0);
                for (var i = begin; i < begin + length; i++)
                {
                    if (exact is null)
                    {
                        (value, slope, curvature) = (value + buffers.Values[i], slope + buffers.Slopes[i], curvature + Math.Max(0, buffers.Curvatures[i]));
                        continue;
                    }

                    exact.Add(3 * l, buffers.Values[i]);
                    exact.Add((3 * l) + 1, buffers.Slopes[i]);
                    exact.Add((3 * l) + 2, Math.Max(0, buffers.Curvatures[i]));
                }

                var (below, above, at) = (double.NegativeInfinity, double.PositiveInfinity, false);
                foreach (var (factor, place) in objective.Bends)
                {
                    for (var i = begin; i < begin + length; i++)
                    {
                        var score = rows.ScoresOf(output)[first + buffers.Picks[i]];
                        var bend = factor * objective.Targets[first + buffers.Picks[i]] + place - score;
                        if (Math.Abs(bend - trials[l]) <= 1e-14 * (Math.Abs(score) + Math.Abs(place) + Math.Abs(trials[l]))) at = true;
                        else if (bend < trials[l]) below = Math.Max(below, bend);
                        else above = Math.Min(above, bend);
                    }
                }

                sums[l] += new LeafSum(value, slope, curvature, below, above, at);
            });
        }

        return sums;
    }

    /// <summary>Calls <paramref name="piece"/> (leaf, begin, length) for each piece of a leaf in a block of <paramref name="count"/> rows.</summary>
    private static void Walk(GrowingNode[] leaves, int chunk, int leaf, int offset, int count, Action<int, int, int> piece)
    {
        for (var begin = 0; begin < count; leaf++, offset = 0)
        {
            var length = Math.Min(leaves[leaf].Count[chunk] - offset, count - begin);
            if (length > 0) piece(leaf, begin, length);
            begin += length;
        }
    }
}
