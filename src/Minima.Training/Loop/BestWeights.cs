namespace Minima.Training;

/// <summary>The best score so far and the parameters and buffers that reached it.</summary>
internal sealed class BestWeights(Module model)
{
    private readonly List<NamedTensor> _kept = [];

    /// <summary>Lower is better: an accuracy is stored with its sign reversed.</summary>
    public double Score { get; set; } = double.PositiveInfinity;

    /// <summary>Counted from 1; 0 before the first.</summary>
    public int Epoch { get; set; }

    public IReadOnlyList<NamedTensor> Kept => _kept;

    public void Take(double score, int epoch)
    {
        Score = score;
        Epoch = epoch;
        if (_kept.Count == 0)
        {
            foreach (var (name, value) in ModelTensors.Of(model)) _kept.Add(new(name, value.Keep()));
            return;
        }

        ModelTensors.Copy([.. ModelTensors.Of(model)], _kept);
    }

    public void Put() => ModelTensors.Copy(_kept, [.. ModelTensors.Of(model)]);

    public void Restore(IReadOnlyList<NamedTensor> kept, double score, int epoch)
    {
        _kept.Clear();
        foreach (var (name, value) in kept) _kept.Add(new(name, value.Keep()));
        Score = score;
        Epoch = epoch;
    }
}
