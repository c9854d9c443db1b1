namespace Minima.Tabular;

/// <summary>The features of each row for each head, in the units of the search: parameters are ordered head after head, then the learned constants.</summary>
internal sealed class HeadDesign
{
    private readonly double[] _design;
    private readonly int _width;
    private readonly double[] _factors;
    private readonly bool[] _isFlat;
    private readonly int _constants;

    /// <param name="design">The features, row after row, the intercept's 1 last.</param>
    /// <param name="width">The number of features of a row.</param>
    /// <param name="factors">The unit of each head.</param>
    /// <param name="isFlat">The heads that do not depend on the features.</param>
    /// <param name="constants">The number of parameters after those of the heads.</param>
    public HeadDesign(double[] design, int width, double[] factors, bool[] isFlat, int constants) =>
        (_design, _width, _factors, _isFlat, _constants) = (design, width, factors, isFlat, constants);

    public int Heads => _factors.Length;

    public int Rows => _design.Length / _width;

    /// <summary>The number of parameters.</summary>
    public int Size => (Heads * _width) + _constants;

    /// <summary>The parameter is a weight of a head that does not depend on the features: it stays 0.</summary>
    public bool IsHeld(int place) => place < Heads * _width && _isFlat[place / _width] && place % _width < _width - 1;

    /// <summary>Weights of the rows for each pair of heads, the first not after the second.</summary>
    public static double[][][] Pairs(int heads, int rows) => [.. Enumerable.Range(0, heads).Select(h => Enumerable.Range(0, heads).Select(k => k < h ? [] : new double[rows]).ToArray())];

    /// <summary>The outputs at some parameters, row after row.</summary>
    public double[] Outputs(ReadOnlySpan<double> parameters)
    {
        var (outputs, one) = (new double[Rows * Heads], new double[Rows]);
        for (var h = 0; h < Heads; h++)
        {
            Gram.Multiply(_design, _width, parameters.Slice(h * _width, _width), one);
            for (var i = 0; i < one.Length; i++) outputs[(i * Heads) + h] = _factors[h] * one[i];
        }

        return outputs;
    }

    /// <summary>Adds to the target the gradient with respect to the parameters, from derivatives with respect to the outputs.</summary>
    public void AddTransposed(double[] slopes, Span<double> target)
    {
        var one = new double[Rows];
        for (var h = 0; h < Heads; h++)
        {
            for (var i = 0; i < one.Length; i++) one[i] = _factors[h] * slopes[(i * Heads) + h];
            var own = target.Slice(h * _width, _width);
            Gram.AddTransposed(_design, _width, one, own);
            if (_isFlat[h]) own[..^1].Clear();
        }
    }

    /// <summary>Adds to the matrix the second derivative with respect to the parameters, from that with respect to the outputs of each row.</summary>
    /// <param name="weights">The weights of the rows for each pair of heads.</param>
    /// <param name="matrix">The matrix in full.</param>
    public void AddWeighted(double[][][] weights, double[] matrix)
    {
        for (var h = 0; h < Heads; h++)
        {
            for (var k = h; k < Heads; k++)
            {
                if (!weights[h][k].AsSpan().ContainsAnyExcept(0)) continue;
                var block = new double[_width * _width];
                Gram.AddWeighted(_design, _width, weights[h][k], block);
                Add(block, h, k, matrix);
            }
        }
    }

    private void Add(double[] block, int h, int k, double[] matrix)
    {
        for (var a = 0; a < _width; a++)
        {
            for (var b = 0; b < _width; b++)
            {
                var (row, column) = ((h * _width) + a, (k * _width) + b);
                if (IsHeld(row) || IsHeld(column)) continue;
                var value = _factors[h] * _factors[k] * block[(a * _width) + b];
                matrix[(row * Size) + column] += value;
                if (h != k) matrix[(column * Size) + row] += value;
            }
        }
    }
}
