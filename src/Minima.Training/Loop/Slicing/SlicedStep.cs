namespace Minima.Training;

/// <summary>
/// A step cut into slices: slice s of n takes the rows from s/n to (s+1)/n of each batch and draws from generators of (seed, step, slice). Its gradient is
/// computed as that of a separate batch. One binary tree adds the results of all slices, on one process or on several.
/// </summary>
/// <remarks>
/// Operations that couple the rows of a batch couple those of a slice: batch normalisation uses mean and variance of the slice. Its running estimates, like all
/// buffers of a model, become the mean of the updates by the slices that have rows, each from the values before the step.
/// </remarks>
internal sealed class SlicedStep
{
    private readonly Trainer _trainer;
    private readonly int _slices;
    private readonly SliceTree _tree;
    private readonly Parameter[] _parameters;
    private readonly ModelBuffer[] _buffers;
    private readonly Tensor[] _kept;
    private readonly SliceLayout _gradients;
    private readonly SliceLayout _numbers;
    private readonly LossResult[] _sums;
    private readonly Dictionary<int, SliceLayout> _termLayouts = [];
    private IReadOnlyList<TrainingBatch> _batches = [];
    private RandomSnapshot[] _random = [];

    public SlicedStep(Trainer trainer, int slices)
    {
        _trainer = trainer;
        _slices = slices;
        _tree = new SliceTree(slices, trainer.Distributed);
        _parameters = [.. trainer.Optimizer.Parameters];
        _buffers = [.. trainer.Model.Buffers];
        _kept = [.. _buffers.Select(buffer => buffer.Value.Keep())];
        Terms = trainer.Objective.Terms.Count;
        _sums = new LossResult[Terms];
        _gradients = new SliceLayout([.. _parameters.Select(parameter => parameter.Value)], OwnNumbers + (2 * Terms));
        _numbers = new SliceLayout([], OwnNumbers + (2 * Terms));
    }

    public int Terms { get; }

    /// <summary>True if cancellation was requested for a rank: all stop after this step.</summary>
    public bool MustStop { get; private set; }

    /// <summary>The number of numbers before those of the terms: the count of slices with rows, the count of slices with a request to stop, and the buffers.</summary>
    private int OwnNumbers => 2 + _buffers.Sum(buffer => buffer.Value.Count);

    /// <summary>Sets the batches of the step that begins.</summary>
    public void Begin(IReadOnlyList<TrainingBatch> batches)
    {
        _batches = batches;
        _random = [.. _trainer.Model.RandomStates.Select(state => state.Snapshot)];
    }

    /// <summary>The denominator of each term of each batch: the denominators of the slices, added as their gradients are.</summary>
    /// <returns>For each batch, one for each term.</returns>
    public double[][] Denominators()
    {
        var denominators = new double[_batches.Count][];
        for (var k = 0; k < denominators.Length; k++)
        {
            var slices = new double[_slices][];
            for (var slice = 0; slice < _slices; slice++)
            {
                slices[slice] = new double[Terms];
                if (Piece(k, slice) is { Rows: > 0 } piece) _trainer.Objective.AddDenominators(piece, slices[slice]);
            }

            for (var stride = 1; stride < _slices; stride *= 2)
            {
                for (var slice = 0; slice < _slices; slice += 2 * stride)
                {
                    for (var t = 0; t < Terms; t++) slices[slice][t] += slices[slice + stride][t];
                }
            }

            denominators[k] = slices[0];
        }

        return denominators;
    }

    /// <summary>Computes the gradients of the objective into the parameters, and updates the model's buffers.</summary>
    /// <param name="factors">The factor of the sum of each term: weight divided by denominator.</param>
    /// <param name="sums">Receives sum and denominator of each term.</param>
    /// <param name="batch">The batch; null for all.</param>
    public void Gradients(double[] factors, LossResult[] sums, int? batch = null)
    {
        var total = Sum(_gradients, followsBuffers: true, (rows, k, _) =>
        {
            if (batch is { } only && only != k) return [];
            _trainer.Objective.ApplySums(_trainer.Model.Forward(rows.Features), rows, factors, _sums).Backward();
            return _sums;
        });
        ReadSums(total, sums);
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (total.Has(i)) _parameters[i].Value.Node.PutGradient(total.Take(i));
            else _parameters[i].ClearGradient();
        }

        _tree.Return(total);
    }

    /// <summary>Sum and denominator of each term over batches, without gradients.</summary>
    /// <param name="batch">The batch; null for all.</param>
    public LossResult[] Losses(int? batch = null)
    {
        var total = Sum(_numbers, followsBuffers: false, (rows, k, _) =>
        {
            if (batch is { } only && only != k) return [];
            using (Autograd.NoGradient()) _trainer.Objective.SumsOf(_trainer.Model.Forward(rows.Features), rows, _sums);
            return _sums;
        });
        var sums = new LossResult[Terms];
        ReadSums(total, sums);
        _tree.Return(total);
        return sums;
    }

    /// <summary>The gradient of the sum of each term of each batch with respect to some leaves, and the sums themselves.</summary>
    /// <param name="leaves">The same in every call.</param>
    /// <param name="apart">True to keep the batches separate: the gradients of batch k and term t begin at (k terms + t) leaves. Otherwise they are summed.</param>
    /// <param name="followsBuffers">True to update the model's buffers.</param>
    /// <returns>A vector to pass to <see cref="Return"/>.</returns>
    public SliceVector TermGradients(Tensor[] leaves, bool apart, bool followsBuffers) => Sum(TermLayout(leaves, apart ? _batches.Count : 1), followsBuffers, (batch, k, into) =>
    {
        var terms = _trainer.Objective.SumsOf(_trainer.Model.Forward(batch.Features), batch, _sums);
        for (var t = 0; t < terms.Length; t++)
        {
            var gradients = Autograd.Gradient(terms[t], leaves);
            for (var i = 0; i < leaves.Length; i++) into.Accumulate((((apart ? k * Terms : 0) + t) * leaves.Length) + i, gradients[i]);
        }

        return _sums;
    });

    public void Return(SliceVector vector) => _tree.Return(vector);

    private void ReadSums(SliceVector total, LossResult[] sums)
    {
        for (var t = 0; t < Terms; t++) sums[t] = new LossResult(total.Numbers[OwnNumbers + (2 * t)], total.Numbers[OwnNumbers + (2 * t) + 1], Reduction.Mean);
    }

    /// <summary>All parts of the step in order, to search for the row with the number that is not finite.</summary>
    public List<(int Slice, TrainingBatch Rows)> Pieces()
    {
        var pieces = new List<(int, TrainingBatch)>();
        for (var slice = 0; slice < _slices; slice++)
        {
            for (var k = 0; k < _batches.Count; k++)
            {
                if (Piece(k, slice) is { Rows: > 0 } piece) pieces.Add((slice, piece));
            }
        }

        return pieces;
    }

    /// <summary>Sets the generators to the beginning of a slice of this step.</summary>
    public void Draw(int slice)
    {
        for (var i = 0; i < _random.Length; i++) _trainer.Model.RandomStates[i].Restore(new RandomState(_random[i]).Fork(FormattableString.Invariant($"step {_trainer.Step} slice {slice}")).Snapshot);
    }

    /// <summary>Resets the generators to their state before the step: the draws of a step in slices depend on (seed, step, slice) and do not advance them.</summary>
    public void Rewind()
    {
        for (var i = 0; i < _random.Length; i++) _trainer.Model.RandomStates[i].Restore(_random[i]);
    }

    private SliceVector Sum(SliceLayout layout, bool followsBuffers, Func<TrainingBatch, int, SliceVector, LossResult[]> work)
    {
        for (var i = 0; i < _buffers.Length; i++) TensorCopy.Copy(_buffers[i].Value, _kept[i]);
        SliceVector total;
        try
        {
            total = _tree.Sum(layout, (slice, into) => Compute(slice, into, work));
        }
        finally
        {
            for (var i = 0; i < _buffers.Length; i++) TensorCopy.Copy(_kept[i], _buffers[i].Value);
            Rewind();
        }

        MustStop |= total.Numbers[1] > 0;
        if (followsBuffers) FollowBuffers(total);
        return total;
    }

    private void Compute(int slice, SliceVector into, Func<TrainingBatch, int, SliceVector, LossResult[]> work)
    {
        for (var i = 0; i < _buffers.Length; i++) TensorCopy.Copy(_kept[i], _buffers[i].Value);
        Draw(slice);
        foreach (var parameter in _parameters) parameter.ClearGradient();
        if (_trainer.IsAskedToStop) into.Numbers[1] = 1;
        var hasRows = false;
        for (var k = 0; k < _batches.Count; k++)
        {
            // The parts of a step share only parameters: each releases its memory before the next begins.
            using var scope = StepScope.Begin();
            if (Piece(k, slice) is not { Rows: > 0 } piece) continue;
            hasRows = true;
            var sums = work(piece, k, into);
            for (var t = 0; t < sums.Length; t++)
            {
                into.Numbers[OwnNumbers + (2 * t)] += sums[t].Sum;
                into.Numbers[OwnNumbers + (2 * t) + 1] += sums[t].Denominator;
            }
        }

        if (!hasRows) return;
        if (into.Layout == _gradients)
        {
            for (var i = 0; i < _parameters.Length; i++)
            {
                if (!_parameters[i].Gradient.IsNone) into.Accumulate(i, _parameters[i].Gradient);
            }
        }

        into.Numbers[0] = 1;
        var at = 2;
        foreach (var buffer in _buffers)
        {
            buffer.Value.ToArray().CopyTo(into.Numbers[at..]);
            at += buffer.Value.Count;
        }
    }

    private void FollowBuffers(SliceVector total)
    {
        var (at, count) = (2, total.Numbers[0]);
        foreach (var buffer in _buffers)
        {
            var values = new double[buffer.Value.Count];
            for (var i = 0; i < values.Length; i++) values[i] = total.Numbers[at + i] / count;
            at += values.Length;
            using (Autograd.NoGradient()) TensorCopy.Copy(Tensor.Of(values, buffer.Value.Shape).To(buffer.Value.Type), buffer.Value);
        }
    }

    private SliceLayout TermLayout(Tensor[] leaves, int batches)
    {
        if (!_termLayouts.TryGetValue(batches, out var layout)) _termLayouts[batches] = layout = new([.. Enumerable.Range(0, batches * Terms).SelectMany(_ => leaves)], OwnNumbers + (2 * Terms));
        return layout;
    }

    /// <summary>The part of a batch that belongs to a slice.</summary>
    private TrainingBatch Piece(int k, int slice)
    {
        var batch = _batches[k];
        var from = (int)((long)batch.Rows * slice / _slices);
        var count = (int)((long)batch.Rows * (slice + 1) / _slices) - from;
        using var silence = Autograd.NoGradient();
        Tensor Cut(Tensor tensor) => tensor.IsNone ? default : tensor.Slice(0, from, count);
        return batch with
        {
            Features = Cut(batch.Features),
            Target = Cut(batch.Target),
            Weight = Cut(batch.Weight),
            MoreTargets = batch.MoreTargets.Count == 0 ? [] : [.. batch.MoreTargets.Select(Cut)],
            RowNumbers = batch.RowNumbers.Length == 0 ? default : batch.RowNumbers.Slice(from, count),
        };
    }
}
