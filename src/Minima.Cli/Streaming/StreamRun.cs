using System.Diagnostics;
using Minima.Tabular;

namespace Minima.Cli.Streaming;

/// <summary>Reads a source into a session, which another thread may end between two rows.</summary>
internal sealed class StreamRun(StreamRequest request, StreamSource source, TextWriter output, TextWriter error)
{
    /// <summary>At most this many bad lines are reported one by one; the others are counted.</summary>
    private const int MostTold = 10;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private StreamModel? _model;
    private StreamLines? _lines;
    private long _skipped = request.From?.Skipped ?? 0;
    private long _saved = Stopwatch.GetTimestamp();
    private int _told;
    private bool _hasEnded;

    /// <summary>Takes every row; returns at the end of the source, or at the first row after <see cref="End"/>.</summary>
    /// <exception cref="DataException">A line is not a row.</exception>
    /// <exception cref="TrainingException">A row cannot be learned from, or the options cannot be combined.</exception>
    /// <exception cref="LossException">The loss is unknown.</exception>
    public void Read()
    {
        if (request.SkipsBad) source.Skipped = problem => Skip(problem.Message);
        foreach (var row in source.Rows())
        {
            lock (_gate)
            {
                if (_hasEnded) return;
                _model ??= request.From?.Resume(source.Columns, StreamCommand.InputName) ?? new StreamModel(source.Columns, request.Options, StreamCommand.InputName);
                _model.Skipped = _skipped;
                _lines ??= new StreamLines(request, _model, output);
                Take(_lines, row);
                if (request.Save is not null && Stopwatch.GetElapsedTime(_saved) > SaveEvery) Save(_model);
            }
        }
    }

    /// <summary>Writes the last line and saves; false if no row has arrived.</summary>
    public bool End()
    {
        lock (_gate)
        {
            if (_hasEnded) return _model is not null;
            _hasEnded = true;
            if (_model is null || _lines is null) return false;
            _lines.End();
            if (request.Save is not null) Save(_model);
            if (_model.IsNoBetter) error.WriteLine("minima stream: the model is no better than the best constant. Try another --learning-rate, or --reaction reset; or perhaps the columns hold no information about the target.");
            return true;
        }
    }

    private void Take(StreamLines lines, StreamRow row)
    {
        try
        {
            lines.Take(row);
        }
        catch (Exception problem) when (problem is TrainingException or LossException)
        {
            var placed = problem as DataException ?? new DataException($"standard input, line {row.Line}: {problem.Message}", problem);
            if (!request.SkipsBad) throw placed;
            Skip(placed.Message);
        }
    }

    private void Skip(string reason)
    {
        _skipped++;
        _told++;
        if (_model is not null) _model.Skipped = _skipped;
        if (_told <= MostTold) error.WriteLine($"minima stream: left out: {reason}");
        if (_told == MostTold) error.WriteLine("minima stream: further lines that are left out are only counted.");
    }

    private void Save(StreamModel model)
    {
        model.Save(request.Save!);
        _saved = Stopwatch.GetTimestamp();
    }
}
