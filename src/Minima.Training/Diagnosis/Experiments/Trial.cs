namespace Minima.Training.Diagnosis.Experiments;

/// <summary>A model for an experiment. Its parameters, buffers and random states are restored at the end, because it may be the user's own.</summary>
internal sealed class Trial : IDisposable
{
    private readonly List<NamedTensor> _kept = [];
    private readonly RandomSnapshot[] _random;
    private readonly bool _wasTraining;

    public Trial(Func<ulong, Module> makeModel, ulong seed)
    {
        Model = makeModel(seed) ?? throw new TrainingException("The function that makes the model returned null; it must return a model.");
        foreach (var (name, value) in ModelTensors.Of(Model)) _kept.Add(new NamedTensor(name, value.Keep()));
        _random = [.. Model.RandomStates.Select(state => state.Snapshot)];
        _wasTraining = Model.IsTraining;
        Model.ClearGradients();
        Model.Train();
    }

    public Module Model { get; }

    public Parameter[] Trainable => [.. Model.Parameters.Where(parameter => parameter.IsTrainable)];

    public void Dispose()
    {
        ModelTensors.Copy(_kept, [.. ModelTensors.Of(Model)]);
        for (var i = 0; i < _random.Length; i++) Model.RandomStates[i].Restore(_random[i]);
        Model.ClearGradients();
        Model.Train(_wasTraining);
    }
}
