namespace Minima.Tabular;

/// <summary>The sums of a loss over stored rows: one pass for each point of the search.</summary>
/// <param name="rows">The rows.</param>
/// <param name="design">The design of the rows.</param>
/// <param name="loss">The loss.</param>
/// <param name="kinks">Its smoothed kinks; null for the exact loss.</param>
internal sealed class StoredSums(StoredRows rows, SourceDesign design, Loss loss, WidenedKinks? kinks) : IPointSums
{
    private readonly int _width = design.Features + 1;

    public LossSums At(double[] parameters, Curvature curvature, CancellationToken cancellation)
    {
        if (!Array.TrueForAll(parameters, double.IsFinite)) return LossSums.Infinite;
        return StoredPasses.Means(rows, _width, () => new Work(rows, design, loss, kinks), (work, block, to) => work.Add(block, parameters, curvature, to), cancellation);
    }

    public double HalfJumps(CancellationToken cancellation)
    {
        var sums = StoredPasses.Sum(rows, 2, () => new Work(rows, design, loss, kinks), (work, block, to) => work.AddHalfJumps(block, to), cancellation);
        return sums[0] / sums[1];
    }

    /// <summary>The blocks of a thread.</summary>
    private sealed class Work(StoredRows rows, SourceDesign design, Loss loss, WidenedKinks? kinks)
    {
        private readonly StoredBlock _block = new(rows, design);
        private readonly double[] _matrix = new double[(design.Features + 1) * (design.Features + 1)];
        private PointTerms? _terms;
        private double[] _prediction = [];
        private double[] _slopes = [];
        private double[] _curvatures = [];
        private double[][] _halves = [];

        public void Add(int block, double[] parameters, Curvature curvature, double[] sums)
        {
            var terms = Read(block);
            if (_block.Count == 0) return;
            Gram.Multiply(_block.Design, _block.Width, parameters, _prediction);
            if (kinks is not null) RoundedKinks.StepAside(kinks, _block.Target, _prediction);
            sums[0] += terms.Evaluate(_prediction, _slopes, _curvatures);
            if (kinks is not null) sums[0] += RoundedKinks.Add(kinks, _halves, _block.Target, _block.Share, _prediction, _slopes, _curvatures);
            for (var i = 0; i < _slopes.Length; i++)
            {
                if (curvature == Curvature.Weight && _prediction[i] != _block.Target[i]) _curvatures[i] = _slopes[i] / (_prediction[i] - _block.Target[i]);
                _slopes[i] *= _block.Share[i];
                sums[1] += Math.Abs(_slopes[i]);
                sums[2] += _block.Share[i];

                // An infinite curvature, at a single point, is left out, and the other rows determine the step.
                var bend = curvature == Curvature.Exact ? _curvatures[i] : Math.Max(0, _curvatures[i]);
                _curvatures[i] = double.IsFinite(bend) ? _block.Share[i] * bend : 0;
            }

            if (!double.IsFinite(sums[0]) || !double.IsFinite(sums[1])) return;
            Gram.AddTransposed(_block.Design, _block.Width, _slopes, sums.AsSpan(StoredPasses.Totals, _block.Width));
            Array.Clear(_matrix);
            Gram.AddWeighted(_block.Design.AsSpan(0, _block.Count * _block.Width), _block.Width, _curvatures, _matrix);
            FixedOrder.AddScaled(1, _matrix, sums.AsSpan(StoredPasses.Totals + _block.Width));
        }

        public void AddHalfJumps(int block, double[] sums)
        {
            Read(block);
            foreach (var half in _halves) sums[0] += FixedOrder.Dot(half, _block.Share);
            foreach (var share in _block.Share) sums[1] += share;
        }

        private PointTerms Read(int block)
        {
            var isSame = _block.Read(block);
            if (!isSame || _terms is null)
            {
                var inputs = design.Inputs.Select((input, k) => (loss.Entry.IndexOf(input.Name), _block.Inputs[k])).ToArray();
                _terms = new(loss, _block.Target, _block.Share, inputs);
                (_prediction, _slopes, _curvatures) = (new double[_block.Count], new double[_block.Count], new double[_block.Count]);
            }

            if (kinks is not null && _block.Count > 0) _halves = RoundedKinks.Halves(kinks, _terms);
            return _terms;
        }
    }
}
