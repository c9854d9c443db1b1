namespace Minima.Tabular;

/// <summary>The sums of a loss over classes over stored rows: one pass for each point of the search.</summary>
/// <param name="rows">The rows.</param>
/// <param name="design">The design of the rows.</param>
/// <param name="loss">The loss.</param>
/// <param name="contrasts">The coordinates of the sums.</param>
internal sealed class StoredClassSums(StoredRows rows, SourceDesign design, Loss loss, Contrasts contrasts) : ILossSums
{
    private readonly int _width = contrasts.Count * (design.Features + 1);

    public LossSums At(double[] parameters, Curvature curvature, CancellationToken cancellation)
    {
        if (!Array.TrueForAll(parameters, double.IsFinite)) return LossSums.Infinite;
        return StoredPasses.Means(rows, _width, () => new Work(rows, design, loss, contrasts), (work, block, to) => work.Add(block, parameters, curvature, to), cancellation);
    }

    /// <summary>The blocks of a thread: each is the rows of an objective in memory.</summary>
    private sealed class Work(StoredRows rows, SourceDesign design, Loss loss, Contrasts contrasts)
    {
        private readonly StoredBlock _block = new(rows, design);
        private readonly double[] _none = new double[contrasts.Count * (design.Features + 1)];
        private readonly double[] _matrix = new double[contrasts.Count * (design.Features + 1) * contrasts.Count * (design.Features + 1)];

        public void Add(int block, double[] parameters, Curvature curvature, double[] sums)
        {
            _block.Read(block);
            if (_block.Count == 0) return;
            var terms = new ClassTerms(loss, Array.ConvertAll(_block.Target, place => (int)place), contrasts.Classes, _block.Share);
            var objective = new ClassObjective(_block.Design[..(_block.Count * _block.Width)], _block.Width, contrasts, terms, null, _none, Kinks.None);
            var prediction = objective.Predict(parameters);
            var slopes = new double[prediction.Length];
            sums[0] += terms.Evaluate(prediction, slopes, []);
            for (var i = 0; i < slopes.Length; i++) sums[1] += 0.5 * terms.Share[i] * Math.Abs(slopes[i]);
            foreach (var share in _block.Share) sums[2] += share;
            if (!double.IsFinite(sums[0]) || !double.IsFinite(sums[1])) return;
            FixedOrder.AddScaled(1, objective.SmoothGradient(parameters, prediction, _matrix, curvature), sums.AsSpan(StoredPasses.Totals, _none.Length));
            FixedOrder.AddScaled(1, _matrix, sums.AsSpan(StoredPasses.Totals + _none.Length));
        }
    }
}
