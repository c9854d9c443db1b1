using Minima.Tensors.Streams;

namespace Minima.Tabular;

/// <summary>A saved stream: a model that continues from it is bit-identical to one that never stopped.</summary>
public sealed class SavedStream
{
    private SavedStream(StreamState state) => State = state;

    /// <summary>The options of the learning.</summary>
    public StreamOptions Options => new()
    {
        Target = State.Target,
        Loss = State.Loss,
        Parameters = State.Parameters,
        LearningRate = State.LearningRate,
        Detector = State.Detector,
        Reaction = Enum.TryParse<DriftReaction>(State.Reaction, out var reaction) ? reaction : DriftReaction.None,
        NextLoss = State.NextLoss,
        Scale = Enum.TryParse<StreamScale>(State.Scale, out var scale) ? scale : StreamScale.All,
    };

    /// <summary>The columns in the order of the first stream, including the target.</summary>
    public IReadOnlyList<string> Columns => State.Columns;

    /// <summary>The lines that were left out.</summary>
    public long Skipped => State.Skipped;

    internal StreamState State { get; }

    /// <summary>Reads a file of <see cref="StreamModel.Save"/> or <c>minima stream --save</c>.</summary>
    /// <exception cref="DataException">There is no such file, or it is not a saved stream.</exception>
    public static SavedStream Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(StreamState.Read(path));
    }

    /// <summary>A model that continues where this one stopped.</summary>
    /// <param name="columns">The columns in the order of the rows to come; null for that of the first stream.</param>
    /// <param name="name">The name of the stream in messages.</param>
    /// <exception cref="DataException">The columns differ, or the file is damaged.</exception>
    /// <exception cref="LossException">A loss is unknown, or rejects a parameter.</exception>
    public StreamModel Resume(IReadOnlyList<string>? columns = null, string name = "the stream") => new(columns ?? Columns, Options, name, State);
}
