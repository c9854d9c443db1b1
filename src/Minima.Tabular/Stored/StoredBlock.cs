namespace Minima.Tabular;

/// <summary>A block of rows for a fit by sums: their design, row after row with a 1 at the end, target, weights and further inputs. Each thread has its own.</summary>
internal sealed class StoredBlock
{
    private readonly StoredRows _rows;
    private readonly SourceDesign _design;
    private readonly BlockFeatures[] _features;
    private readonly int[] _picked;
    private readonly double[] _cells;
    private readonly int[] _codes;
    private readonly double[] _given;
    private readonly double? _one;
    private readonly int _oneCode;
    private readonly int[] _places = [];
    private readonly double[] _classes = [];

    public StoredBlock(StoredRows rows, SourceDesign design)
    {
        (_rows, _design, Width) = (rows, design, design.Features + 1);
        _features = [.. design.Encodings.Select(encoding => new BlockFeatures(encoding, rows[encoding.Column], rows.BlockLength))];
        (_picked, _cells, _codes, _given) = (new int[rows.BlockLength], new double[rows.BlockLength], new int[rows.BlockLength], new double[rows.BlockLength * Width]);
        if (design.HasSeveralClasses)
        {
            string[] classes = [.. design.Classes];
            if (design.HasTextClasses) _places = Array.ConvertAll(rows[design.Target!].Levels, level => Array.IndexOf(classes, level));
            else _classes = Array.ConvertAll(classes, Number);
            return;
        }

        if (design.Classes is not [_, var one]) return;
        if (design.HasTextClasses) _oneCode = Array.IndexOf(rows[design.Target!].Levels, one);
        else _one = Number(one);
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The number of columns of the design: the features and the intercept.</summary>
    public int Width { get; }

    /// <summary>The number of rows of the block with a weight above 0.</summary>
    public int Count { get; private set; }

    public double[] Design => _given;

    /// <summary>The target of each, in the form of the loss.</summary>
    public double[] Target { get; private set; } = [];

    /// <summary>The weight of each, divided by the largest.</summary>
    public double[] Share { get; private set; } = [];

    /// <summary>The further inputs of the loss, in the order of the design.</summary>
    public double[][] Inputs { get; private set; } = [];

    /// <summary>Reads a block. Rows of weight 0 are left out.</summary>
    /// <returns>False if the arrays differ from those of the last block, because they have another length.</returns>
    public bool Read(int block)
    {
        var count = Pick(block);
        var isSame = count == Target.Length && Share.Length == count;
        if (!isSame) (Target, Share, Inputs) = (new double[count], new double[count], [.. _design.Inputs.Select(_ => new double[count])]);
        Count = count;
        var picked = _picked.AsSpan(0, count);
        for (var i = 0; i < count; i++) Share[i] = _design.Weight is null ? 1 : _cells[picked[i]] / _design.LargestWeight;
        for (var k = 0; k < Inputs.Length; k++) Numbers(_design.Inputs[k].Column, block, picked, Inputs[k]);
        Answers(block, picked);
        var feature = 0;
        foreach (var column in _features)
        {
            column.Read(block, picked);
            foreach (var values in column.Features)
            {
                var (centre, unit) = (_design.Centres[feature], _design.Units[feature]);
                for (var i = 0; i < count; i++) _given[(i * Width) + feature] = (values[i] - centre) / unit;
                feature++;
            }
        }

        for (var i = 0; i < count; i++) _given[(i * Width) + feature] = 1;
        return isSame;
    }

    /// <summary>Selects the rows with a weight above 0; the weights of all stay in the cells.</summary>
    private int Pick(int block)
    {
        var (rows, count) = (_rows.RowsOf(block), 0);
        if (_design.Weight is { } weight) _rows[weight].CopyValues(block, _cells);
        for (var i = 0; i < rows; i++)
        {
            if (_design.Weight is null || _cells[i] > 0) _picked[count++] = i;
        }

        return count;
    }

    private void Answers(int block, ReadOnlySpan<int> picked)
    {
        var zero = _design.IsMargin ? -1.0 : 0.0;
        if (_design.HasTextClasses)
        {
            _rows[_design.Target!].CopyCodes(block, _codes);
            for (var i = 0; i < picked.Length; i++) Target[i] = _places.Length > 0 ? _places[_codes[picked[i]]] : _codes[picked[i]] == _oneCode ? 1 : zero;
            return;
        }

        Numbers(_design.Target!, block, picked, Target);
        if (_classes.Length > 0)
        {
            foreach (ref var value in Target.AsSpan()) value = Array.IndexOf(_classes, value);
            return;
        }

        if (_one is not { } one) return;
        foreach (ref var value in Target.AsSpan()) value = value.Equals(one) ? 1 : zero;
    }

    private void Numbers(string column, int block, ReadOnlySpan<int> picked, double[] values)
    {
        _rows[column].CopyValues(block, _cells);
        for (var i = 0; i < picked.Length; i++) values[i] = _cells[picked[i]];
    }
}
