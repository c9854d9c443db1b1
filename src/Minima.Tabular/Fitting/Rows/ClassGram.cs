namespace Minima.Tabular;

/// <summary>Sums over rows of a small matrix of each row times the outer product of the row of a design: the second derivatives of losses over classes.</summary>
internal static class ClassGram
{
    /// <summary>The rows processed at once, whose small matrices are in memory together.</summary>
    public const int Chunk = 4096;

    /// <summary>
    /// matrix += Σ M ⊗ x xᵀ, in full, where block (a, b) of the matrix belongs to coordinates a and b. Each block is summed by one
    /// thread over the rows in their order, so that results are bit-identical for any number of threads.
    /// </summary>
    /// <param name="design">The rows x.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="count">The number of coordinates.</param>
    /// <param name="small">Writes the symmetric M of a row, count by count.</param>
    /// <param name="matrix">The matrix to whose first count · width rows and columns the sum is added.</param>
    /// <param name="stride">The length of a row of the matrix.</param>
    public static void Add(double[] design, int width, int count, Action<int, double[], int> small, double[] matrix, int stride)
    {
        var rows = design.Length / width;
        var square = count * count;
        (int A, int B)[] blocks = [.. Enumerable.Range(0, count).SelectMany(a => Enumerable.Range(0, a + 1).Select(b => (a, b)))];
        for (var first = 0; first < rows; first += Chunk)
        {
            var (start, mine) = (first, Math.Min(Chunk, rows - first));
            var all = new double[mine * square];
            Parallel.For(0, mine, i => small(start + i, all, i * square));
            var part = design.AsMemory(start * width, mine * width);
            Parallel.ForEach(blocks, pair =>
            {
                var weights = new double[mine];
                for (var i = 0; i < mine; i++) weights[i] = all[(i * square) + (pair.A * count) + pair.B];
                var block = new double[width * width];
                Gram.AddWeighted(part.Span, width, weights, block);
                for (var j = 0; j < width; j++)
                {
                    for (var m = 0; m < width; m++)
                    {
                        matrix[(((pair.A * width) + j) * stride) + (pair.B * width) + m] += block[(j * width) + m];
                        if (pair.A != pair.B) matrix[(((pair.B * width) + m) * stride) + (pair.A * width) + j] += block[(j * width) + m];
                    }
                }
            });
        }
    }
}
