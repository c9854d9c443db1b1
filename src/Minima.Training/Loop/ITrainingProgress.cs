namespace Minima.Training;

/// <summary>A display of the progress of a training.</summary>
public interface ITrainingProgress
{
    /// <summary>Called before the first epoch.</summary>
    void Started(int epochs, int batches, int epochsDone);

    /// <summary>Called after a step.</summary>
    void Stepped(in StepReport step);

    /// <summary>Called after an epoch.</summary>
    void EpochEnded(EpochRecord record);

    /// <summary>Called at the end.</summary>
    void Ended(TrainingResult result);
}

/// <summary>One plain line for each epoch, with the time left: for files, pipes and continuous integration.</summary>
public sealed class LineProgress(TextWriter output, TimeProvider? time = null) : ITrainingProgress
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private long _start;
    private int _epochs;
    private int _done;

    /// <inheritdoc/>
    public void Started(int epochs, int batches, int epochsDone)
    {
        _start = _time.GetTimestamp();
        _epochs = epochs;
        _done = epochsDone;
    }

    /// <inheritdoc/>
    public void Stepped(in StepReport step)
    {
        // A line for each step would drown what matters.
    }

    /// <inheritdoc/>
    public void EpochEnded(EpochRecord record) => output.WriteLine(Line(record, Left(record.Epoch)));

    /// <inheritdoc/>
    public void Ended(TrainingResult result)
    {
        if (result.End == TrainingEnd.StoppedEarly) output.WriteLine($"stopped early; best epoch {result.BestEpoch}");
        else if (result.End == TrainingEnd.Cancelled) output.WriteLine("stopped as asked");
    }

    /// <summary><c>epoch 3/20  loss 0.123  validation 0.145  accuracy 0.95  12 s left</c>.</summary>
    internal string Line(EpochRecord record, TimeSpan left)
    {
        var text = new System.Text.StringBuilder();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"epoch {record.Epoch}/{_epochs}  loss {record.TrainingLoss:g5}");
        if (record.ValidationLoss is { } validation) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  validation {validation:g5}");
        foreach (var (name, value) in record.Metrics) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {name} {value:g4}");
        if (left > TimeSpan.Zero) text.Append("  ").Append(DurationText.Of(left)).Append(" left");
        return text.ToString();
    }

    private TimeSpan Left(int epoch) => epoch - _done <= 0 ? TimeSpan.Zero : _time.GetElapsedTime(_start) / (epoch - _done) * (_epochs - epoch);
}

/// <summary>Durations as readable text.</summary>
internal static class DurationText
{
    public static string Of(TimeSpan time) => time.TotalSeconds < 1 ? "under 1 s"
        : time.TotalSeconds < 100 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : time.TotalMinutes < 100 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h");
}
