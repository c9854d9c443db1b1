using System.Text.Json.Nodes;

namespace Minima.Training;

/// <summary>
/// A part of a model: parameters, buffers, inner modules, and the function that they compute. A new layer is one class that registers what it owns in
/// its constructor and overrides <see cref="Compute"/>.
/// </summary>
/// <example><code>
/// public sealed class Scale : Module
/// {
///     private readonly Parameter _factor;
///     public Scale(int width) => _factor = Add("factor", Tensor.Ones([width]));
///     protected override Tensor Compute(Tensor input) => input * _factor.Value.BroadcastTo(input.Shape);
/// }
/// </code></example>
public abstract class Module
{
    private readonly List<Parameter> _own = [];
    private readonly List<ModelBuffer> _buffers = [];
    private readonly List<(string Name, Module Module)> _children = [];
    private readonly List<RandomState> _random = [];
    private readonly List<Module> _parents = [];
    private Parameter[]? _all;
    private RandomState[]? _allRandom;

    /// <summary>The path of the layer within the model, as reports print it.</summary>
    public string Path { get; private set; } = string.Empty;

    /// <summary>True in training mode: dropout drops, batch normalisation uses the batch. Set by <see cref="Train"/>.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>All parameters, those of inner modules included, with their full names; each once.</summary>
    public IReadOnlyList<Parameter> Parameters
    {
        get
        {
            if (_all is null)
            {
                NameAll();
                var all = new List<Parameter>();
                Collect(all, new HashSet<Module>(ReferenceEqualityComparer.Instance));
                _all = [.. all];
            }

            return _all;
        }
    }

    /// <summary>All buffers, those of inner modules included, with their full names.</summary>
    public IReadOnlyList<ModelBuffer> Buffers
    {
        get
        {
            _ = Parameters;
            var all = new List<ModelBuffer>();
            foreach (var module in Modules()) all.AddRange(module._buffers);
            return all;
        }
    }

    /// <summary>The generators that layers draw from while they train (dropout), for checkpoints; each once, in order.</summary>
    public IReadOnlyList<RandomState> RandomStates => _allRandom ??= [.. Modules().SelectMany(module => module._random).Distinct()];

    /// <summary>The inner modules by name.</summary>
    public IReadOnlyList<(string Name, Module Module)> Children => _children;

    /// <summary>Loads the model that <see cref="Trainer.SaveModel"/> or <c>minima train</c> saved: built from its description, with its weights, in prediction mode.</summary>
    /// <param name="path">The path without its extension, or that of either file.</param>
    /// <exception cref="CheckpointException">There is no such model, it is damaged, or it was saved without a description.</exception>
    /// <exception cref="TrainingException">The description contains a layer that <see cref="ModelBuilder"/> does not know, or the weights are those of another model.</exception>
    /// <example><code>
    /// Module network = Module.Load("digits");
    /// using (Autograd.NoGradient()) Console.WriteLine(network.Forward(batch.Features));
    /// </code></example>
    public static Module Load(string path)
    {
        var saved = ModelFile.Load(path);
        if (saved.Description.Count == 0)
        {
            throw new CheckpointException($"The model {Names.Shorten(path)} holds weights and no description of its layers: one of them has none (Description), or occurs at several places. Build the same model in code, and call LoadWeights.");
        }

        // Any seed will do: the saved weights overwrite the drawn ones.
        var model = ModelBuilder.Build(saved.Description, new RandomState(0));
        ModelTensors.Copy(saved.Weights, [.. ModelTensors.Of(model)]);
        model.Train(false);
        return model;
    }

    /// <summary>Loads the weights of a saved model with the same layers: for models that are built in code.</summary>
    /// <param name="path">The path without its extension, or that of either file.</param>
    /// <exception cref="CheckpointException">There is no such model, or it is damaged.</exception>
    /// <exception cref="TrainingException">The weights are those of another model; nothing is changed.</exception>
    public void LoadWeights(string path) => ModelTensors.Copy(ModelFile.Load(path).Weights, [.. ModelTensors.Of(this)]);

    /// <summary>The output of the module for an input.</summary>
    /// <exception cref="TrainingException">The input's shape does not fit; the message names the layer and both shapes.</exception>
    public Tensor Forward(Tensor input)
    {
        var outer = Autograd.CurrentLayer;
        Autograd.CurrentLayer = Path.Length > 0 ? Path : outer ?? Kind;
        try
        {
            var output = Compute(input);
            HiddenOutputs.Tell(this, output);
            return output;
        }
        finally
        {
            Autograd.CurrentLayer = outer;
        }
    }

    /// <summary>
    /// Kind and sizes as JSON, without weights: <see cref="ModelBuilder"/> builds the same model from it. A checkpoint stores it with the weights.
    /// </summary>
    /// <exception cref="TrainingException">A layer within cannot be described, or appears at two places.</exception>
    public JsonObject Describe()
    {
        var seen = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        Once(this);
        return Description();

        void Once(Module module)
        {
            if (!seen.Add(module)) throw new TrainingException($"{module} occurs at several places of {this}, which a description cannot express. Build such a model in code, and load its weights.");
            foreach (var (_, child) in module._children) Once(child);
        }
    }

    /// <summary>All modules, this one first; each once.</summary>
    public IReadOnlyList<Module> Modules()
    {
        var all = new List<Module>();
        Visit(this);
        return all;

        void Visit(Module module)
        {
            if (all.Exists(one => ReferenceEquals(one, module))) return;
            all.Add(module);
            foreach (var (_, child) in module._children) Visit(child);
        }
    }

    /// <summary>Switches this module and all inner modules to training or prediction.</summary>
    public void Train(bool training = true)
    {
        foreach (var module in Modules()) module.IsTraining = training;
    }

    /// <summary>Clears all gradients.</summary>
    public void ClearGradients()
    {
        var all = Parameters;
        for (var i = 0; i < all.Count; i++) all[i].ClearGradient();
    }

    /// <summary>The kind of layer, with its sizes: <c>Linear(784 -> 256)</c>.</summary>
    public override string ToString() => Kind;

    /// <summary>Computes the output for an input.</summary>
    protected abstract Tensor Compute(Tensor input);

    /// <summary>The description that <see cref="Describe"/> returns: an object with "kind" and everything the layer's constructor needs.</summary>
    protected virtual JsonObject Description() =>
        throw new TrainingException($"{this} has no description. Override {nameof(Description)} and tell {nameof(ModelBuilder)}.{nameof(ModelBuilder.Register)} how to build it.");

    /// <summary>The name of the type without its generic suffix.</summary>
    protected string Kind => field ??= GetType().Name.Split('`')[0];

    /// <summary>Registers a parameter.</summary>
    protected Parameter Add(string name, Tensor value)
    {
        var parameter = new Parameter(name, value);
        CheckFree(name);
        _own.Add(parameter);
        Changed();
        return parameter;
    }

    /// <summary>Registers an inner module.</summary>
    protected TModule Add<TModule>(string name, TModule module)
        where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        Parameter.CheckName(name);
        CheckFree(name);
        if (module.Modules().Contains(this)) throw new TrainingException($"{module} cannot be added to {this}: the first contains the second, and the model would be infinite.");
        _children.Add((name, module));
        module._parents.Add(this);
        module.Changed();
        return module;
    }

    /// <summary>Registers an inner module without a name; the names of its parts get no prefix.</summary>
    internal TModule AddWhole<TModule>(TModule module)
        where TModule : Module
    {
        _children.Add((string.Empty, module));
        module._parents.Add(this);
        module.Changed();
        return module;
    }

    /// <summary>Registers a tensor that is saved with the model but not trained, such as running means.</summary>
    protected ModelBuffer AddBuffer(string name, Tensor value)
    {
        Parameter.CheckName(name);
        CheckFree(name);
        var buffer = new ModelBuffer(name, value.Keep());
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>Registers a generator that <see cref="Compute"/> draws from: checkpoints keep its state.</summary>
    protected void AddRandom(RandomState random)
    {
        _random.Add(random);
        Changed();
    }

    /// <summary>An exception for an input that does not fit; the message names the layer and the input's shape and type.</summary>
    protected TrainingException Misfit(Tensor input, string expected)
    {
        NameAll();
        return new($"{(Path.Length > 0 ? $"Layer {Path}, " : string.Empty)}{this}, was given an input of shape {input.Shape} ({input.Type}); {expected}");
    }

    private void CheckFree(string name)
    {
        if (_own.Exists(one => one.LocalName == name) || _children.Exists(one => one.Name == name) || _buffers.Exists(one => one.LocalName == name))
        {
            throw new TrainingException($"{Kind} has two parts named '{name}'; give each a name of its own.");
        }
    }

    private void Changed()
    {
        _all = null;
        _allRandom = null;
        foreach (var parent in _parents) parent.Changed();
    }

    /// <summary>Names all parts from the outermost module, so that names do not depend on the module that the caller uses.</summary>
    private void NameAll()
    {
        var outermost = this;
        while (outermost._parents.Count > 0) outermost = outermost._parents[0];
        outermost.Name(string.Empty);
    }

    private void Name(string path)
    {
        Path = path;
        foreach (var parameter in _own) parameter.Name = Join(path, parameter.LocalName);
        foreach (var buffer in _buffers) buffer.Name = Join(path, buffer.LocalName);
        foreach (var (name, child) in _children) child.Name(Join(path, name));
    }

    private void Collect(List<Parameter> all, HashSet<Module> seen)
    {
        if (!seen.Add(this)) return;
        all.AddRange(_own);
        foreach (var (_, child) in _children) child.Collect(all, seen);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";
}

/// <summary>A tensor that is saved with a model but not trained.</summary>
public sealed class ModelBuffer
{
    internal ModelBuffer(string name, Tensor value)
    {
        LocalName = name;
        Name = name;
        Value = value;
    }

    /// <summary>The full name.</summary>
    public string Name { get; internal set; }

    /// <summary>The contents; changed in place.</summary>
    public Tensor Value { get; }

    internal string LocalName { get; }
}
