namespace Minima.Trees;

/// <summary>Evaluates a loss whose rows may share terms, in every round, over the training rows and over the held-out rows.</summary>
internal sealed unsafe class SharedRounds
{
    private readonly CodedRows _rows;
    private readonly SharedObjective _objective;
    private readonly int[] _training;
    private readonly int[] _heldOut;
    private readonly TableLoss _loss;
    private readonly TableLoss? _heldOutLoss;
    private readonly SharedFitter _fitter;

    public SharedRounds(CodedRows rows, SharedObjective objective, BoostOptions options, bool[]? heldOut)
    {
        (_rows, _objective) = (rows, objective);
        _training = [.. Enumerable.Range(0, rows.Rows).Where(row => heldOut is null || !heldOut[row])];
        _heldOut = heldOut is null ? [] : [.. Enumerable.Range(0, rows.Rows).Where(row => heldOut[row])];
        _loss = objective.Objective.Over(_training);
        _heldOutLoss = _heldOut.Length == 0 ? null : objective.Objective.Over(_heldOut);
        _fitter = new(objective, _loss, options.L2);
    }

    /// <summary>Computes the gradients and curvatures of a round.</summary>
    public void Refresh(int round)
    {
        _objective.Refresh(_loss, _training, Scores(_training), round);
        if (Array.TrueForAll(_training, _objective.IsFinite)) return;
        throw new BoostException($"{_objective.Objective.Name}: its gradients are not finite after {round} rounds; use a smaller rate, or leaf values with a penalty (L2).");
    }

    /// <summary>Adapts further inputs of the loss, thresholds for example, to the scores.</summary>
    public void Settle(int rounds) => _objective.Objective.Settle(_loss, Scores(_training), rounds);

    /// <summary>The mean loss of the held-out rows, as a table of their own.</summary>
    public double HeldOutLoss() => _heldOutLoss!.Evaluate(Scores(_heldOut), []) / _heldOut.Length;

    /// <summary>Fits the values of a tree's leaves.</summary>
    public double[] Fit(IGrownTree tree, int[] inTree, int output, CancellationToken cancellation)
    {
        var leafOf = new int[_rows.Rows];
        for (var chunk = 0; chunk < _rows.Chunks; chunk++)
        {
            var first = chunk * CodedRows.ChunkRows;
            for (var i = 0; i < tree.Leaves.Length; i++)
            {
                var (at, end) = (tree.Leaves[i].Begin[chunk], tree.Leaves[i].Begin[chunk] + tree.Leaves[i].Count[chunk]);
                for (; at < end; at++) leafOf[first + _rows.Order[first + at]] = i;
            }

            for (var j = inTree[chunk]; j < _rows.RowsOf(chunk); j++) leafOf[first + _rows.Order[first + j]] = tree.LeafOf(first + _rows.Order[first + j]);
        }

        return _fitter.Fit(tree.Leaves, Array.ConvertAll(_training, row => leafOf[row]), Scores(_training), output, cancellation);
    }

    private double[] Scores(int[] rows)
    {
        var scores = new double[rows.Length * _objective.Outputs];
        for (var o = 0; o < _objective.Outputs; o++)
        {
            var own = _rows.ScoresOf(o);
            for (var i = 0; i < rows.Length; i++) scores[(o * rows.Length) + i] = own[rows[i]];
        }

        return scores;
    }
}
