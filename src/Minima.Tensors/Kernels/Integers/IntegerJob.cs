namespace Minima.Tensors.Kernels;

/// <inheritdoc cref="IntegerProduct"/>
internal sealed unsafe class IntegerJob<TLanes, V> : BlockJob
    where TLanes : struct, IIntegerLanes<V>
    where V : struct
{
    /// <summary>Multiply-adds below which a second thread does not pay.</summary>
    private const long ParallelFrom = 500_000;

    /// <summary>The most rows of a block: their levels stay in the second-level cache.</summary>
    private const int MostRows = 8 * IntegerTile<TLanes, V>.Rows;

    /// <summary>The number of bytes of a tile of sums, before the levels.</summary>
    private const int TileBytes = IntegerTile<TLanes, V>.Rows * IntegerPanels.Width * sizeof(int);

    private IntegerStep[] _steps = [];
    private float* _input;
    private float* _output;
    private int _rows;
    private int _blockRows;
    private nint _widest;
    private nint _windows;
    private bool _isFinite;

    /// <inheritdoc cref="IntegerProduct.Run"/>
    public static bool Run(IntegerStep[] steps, float* input, float* output, int rows, int threads)
    {
        var job = Pooled<IntegerJob<TLanes, V>>.Rent();
        try
        {
            return job.RunBlocks(steps, input, output, rows, threads);
        }
        finally
        {
            job._steps = [];
            Pooled<IntegerJob<TLanes, V>>.Return(job);
        }
    }

    public override void Run(int block)
    {
        var first = block * _blockRows;
        var rows = Math.Min(_blockRows, _rows - first);
        var sums = (int*)Pooled<KernelMemory>.Own.Block.Ensure((nuint)(TileBytes + _windows + (2 * _blockRows * _widest)));
        var windows = (byte*)sums + TileBytes;
        var levels = windows + _windows;
        var next = levels + (_blockRows * _widest);
        Quantise(_input, first, rows, levels, next);
        foreach (var step in _steps)
        {
            if (step.Next is not { } grid) Multiply(step.Layer!, levels, rows, sums, _output + ((nint)first * step.Layer!.Panels.Outputs));
            else if (step.Windows is null) Multiply(step.Layer!, levels, rows, sums, next, grid);
            else for (var row = 0; row < rows; row++) Slide(step, levels + (row * Bytes(step.Inputs)), windows, sums, next + (row * Bytes(step.Outputs)), grid);
            var spare = levels;
            levels = next;
            next = spare;
        }
    }

    private static nint Bytes(int levels) => (nint)levels * TLanes.LevelBytes;

    /// <summary>Processes one image: copies its windows into rows, some at a time so that they stay in the caches, and multiplies them.</summary>
    private static void Slide(IntegerStep step, byte* image, byte* windows, int* sums, byte* to, in LevelGrid grid)
    {
        var shape = step.Windows!.Value;
        if (step.Layer is not { } layer)
        {
            LevelWindows.Largest(shape, image, to, TLanes.LevelBytes);
            return;
        }

        var positions = shape.OutputHeight * shape.OutputWidth;
        var row = Bytes(IntegerStep.Rounded(layer.Panels.Inputs));
        for (var first = 0; first < positions; first += MostRows)
        {
            var count = Math.Min(MostRows, positions - first);
            LevelWindows.Gather(shape, image, step.Stride, first, count, layer.Grid.Zero, windows, row, TLanes.LevelBytes);
            Multiply(layer, windows, count, sums, to + (first * Bytes(IntegerStep.Rounded(layer.Panels.Outputs))), grid);
        }
    }

    private static void Multiply(IntegerLayer layer, byte* levels, int rows, int* sums, byte* to, in LevelGrid grid)
    {
        var (from, stride) = (Bytes(IntegerStep.Rounded(layer.Panels.Inputs)), Bytes(IntegerStep.Rounded(layer.Panels.Outputs)));
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
        var from = Bytes(IntegerStep.Rounded(layer.Panels.Inputs));
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

    /// <summary>Converts rows of floats to levels; images come channel by channel.</summary>
    private void Quantise(float* input, int first, int rows, byte* levels, byte* spare)
    {
        var step = _steps[0];
        var (grid, shape) = (step.Layer!.Grid, step.Windows);
        var width = shape is { } image ? image.InputChannels * image.Height * image.Width : step.Layer.Panels.Inputs;
        var isInterleaved = shape is { InputChannels: > 1 };
        for (var row = 0; row < rows; row++)
        {
            var to = levels + (row * Bytes(step.Inputs));
            if (!grid.Write(input + ((nint)(first + row) * width), width, isInterleaved ? spare : to, TLanes.LevelBytes)) Volatile.Write(ref _isFinite, false);
            if (isInterleaved) LevelWindows.Interleave(spare, shape!.Value.InputChannels, width / shape.Value.InputChannels, to, TLanes.LevelBytes);
        }
    }

    private bool RunBlocks(IntegerStep[] steps, float* input, float* output, int rows, int threads)
    {
        _steps = steps;
        _input = input;
        _output = output;
        _rows = rows;
        _isFinite = true;
        _widest = 0;
        _windows = 0;
        var work = 0L;
        foreach (var step in steps)
        {
            // A row of levels of any width is written in whole vectors.
            _widest = Math.Max(_widest, Bytes(IntegerStep.Rounded(Math.Max(step.Inputs, step.Outputs))));
            if (step is { Windows: not null, Layer: { } layer }) _windows = Math.Max(_windows, MostRows * Bytes(IntegerStep.Rounded(layer.Panels.Inputs)));
            work += step.Work;
        }

        if (work * rows < ParallelFrom) threads = 1;
        var tile = IntegerTile<TLanes, V>.Rows;
        var most = _windows > 0 ? tile : MostRows;
        _blockRows = threads == 1 ? most : Math.Min(most, ((rows / (4 * threads) / tile) + 1) * tile);
        Workers.Run(this, (rows + _blockRows - 1) / _blockRows, threads);
        return _isFinite;
    }
}
