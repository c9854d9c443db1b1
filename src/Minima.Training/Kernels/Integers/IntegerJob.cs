using Minima.Reals;

namespace Minima.Training.Kernels;

/// <inheritdoc cref="IntegerProduct"/>
internal sealed unsafe class IntegerJob<TLanes, V> : BlockJob
    where TLanes : struct, IIntegerLanes<V>
    where V : struct
{
    /// <summary>Multiply-adds below which a second thread costs more than it brings.</summary>
    private const long ParallelFrom = 500_000;

    /// <summary>Rows of a block, at most: their levels stay in the second-level cache.</summary>
    private const int MostRows = 8 * IntegerTile<TLanes, V>.Rows;

    /// <summary>Bytes of a tile of sums, in front of the levels.</summary>
    private const int TileBytes = IntegerTile<TLanes, V>.Rows * IntegerPanels.Width * sizeof(int);

    [ThreadStatic]
    private static IntegerJob<TLanes, V>? pooled;

    [ThreadStatic]
    private static NativeBuffer? memory;

    private IntegerLayer[] _layers = [];
    private float* _input;
    private float* _output;
    private int _rows;
    private int _blockRows;
    private nint _widest;
    private bool _isFinite;

    /// <inheritdoc cref="IntegerProduct.Run"/>
    public static bool Run(IntegerLayer[] layers, float* input, float* output, int rows, int threads)
    {
        var job = pooled ?? new IntegerJob<TLanes, V>();
        pooled = null;
        try
        {
            return job.RunBlocks(layers, input, output, rows, threads);
        }
        finally
        {
            job._layers = [];
            pooled = job;
        }
    }

    public override void Run(int block)
    {
        var first = block * _blockRows;
        var rows = Math.Min(_blockRows, _rows - first);
        var sums = (int*)(memory ??= new NativeBuffer()).Ensure((nuint)(TileBytes + (2 * _blockRows * _widest)));
        var levels = (byte*)sums + TileBytes;
        var next = levels + (_blockRows * _widest);
        var inputs = _layers[0].Panels.Inputs;
        for (var row = 0; row < rows; row++)
        {
            if (!_layers[0].Grid.Write(_input + ((nint)(first + row) * inputs), inputs, levels + (row * Stride(inputs)), TLanes.LevelBytes)) Volatile.Write(ref _isFinite, false);
        }

        for (var i = 0; i < _layers.Length; i++)
        {
            if (i + 1 < _layers.Length) Multiply(_layers[i], levels, rows, sums, next, _layers[i + 1].Grid);
            else Multiply(_layers[i], levels, rows, sums, _output + ((nint)first * _layers[i].Panels.Outputs));
            var spare = levels;
            levels = next;
            next = spare;
        }
    }

    /// <summary>Bytes of a row of levels: whole vectors.</summary>
    private static nint Stride(int width) => (nint)((width + IntegerPanels.Width - 1) / IntegerPanels.Width) * IntegerPanels.Width * TLanes.LevelBytes;

    private static void Multiply(IntegerLayer layer, byte* levels, int rows, int* sums, byte* to, in LevelGrid grid)
    {
        var (from, stride) = (Stride(layer.Panels.Inputs), Stride(layer.Panels.Outputs));
        for (var panel = 0; panel < layer.Panels.Count; panel++)
        {
            for (var row = 0; row < rows; row += IntegerTile<TLanes, V>.Rows)
            {
                var count = Math.Min(IntegerTile<TLanes, V>.Rows, rows - row);
                IntegerTile<TLanes, V>.Run(layer.Panels.Panel(panel), layer.Panels.Groups, levels + (row * from), from, count, sums);
                layer.Write(panel, sums, count, to + (row * stride), stride, grid, TLanes.LevelBytes);
            }
        }
    }

    private static void Multiply(IntegerLayer layer, byte* levels, int rows, int* sums, float* to)
    {
        var from = Stride(layer.Panels.Inputs);
        for (var panel = 0; panel < layer.Panels.Count; panel++)
        {
            for (var row = 0; row < rows; row += IntegerTile<TLanes, V>.Rows)
            {
                var count = Math.Min(IntegerTile<TLanes, V>.Rows, rows - row);
                IntegerTile<TLanes, V>.Run(layer.Panels.Panel(panel), layer.Panels.Groups, levels + (row * from), from, count, sums);
                layer.Write(panel, sums, count, to + ((nint)row * layer.Panels.Outputs));
            }
        }
    }

    private bool RunBlocks(IntegerLayer[] layers, float* input, float* output, int rows, int threads)
    {
        _layers = layers;
        _input = input;
        _output = output;
        _rows = rows;
        _isFinite = true;
        _widest = 0;
        var work = 0L;
        foreach (var layer in layers)
        {
            _widest = Math.Max(_widest, Math.Max(Stride(layer.Panels.Inputs), Stride(layer.Panels.Outputs)));
            work += (long)layer.Panels.Inputs * layer.Panels.Outputs;
        }

        if (work * rows < ParallelFrom) threads = 1;
        var tile = IntegerTile<TLanes, V>.Rows;
        _blockRows = threads == 1 ? MostRows : Math.Min(MostRows, ((rows / (4 * threads) / tile) + 1) * tile);
        Workers.Run(this, (rows + _blockRows - 1) / _blockRows, threads);
        return _isFinite;
    }
}
