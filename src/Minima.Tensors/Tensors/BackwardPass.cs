namespace Minima.Tensors;

/// <summary>One traversal from a result back to the leaves, latest node first.</summary>
internal sealed class BackwardPass
{
    private static long passes;

    private readonly List<Node> _nodes = [];
    private readonly List<(Node Node, long Visit, bool IsNeeded)> _before = [];
    private readonly Stack<Node> _waiting = new();
    private readonly List<(Node Leaf, Tensor Gradient)> _aside = [];
    private readonly List<(Node Leaf, Node Gradient)> _arrived = [];
    private long _pass;
    private bool _createsGraph;
    private bool _toLeaves;
    private bool _isComplete;
    private Tensor _seed;
    private long _since;
    private Node? _at;

    public static BackwardPass Rent()
    {
        var pass = Pooled<BackwardPass>.Rent();
        pass._isComplete = false;
        return pass;
    }

    public void Return()
    {
        // An operation that recomputes within the pass may have traversed nodes that the enclosing pass has yet to visit.
        foreach (var (node, visit, isNeeded) in _before) (node.Visit, node.IsNeeded) = (visit, isNeeded);
        _before.Clear();

        // A pass that threw leaves some of its gradients in its nodes; the next one must find none.
        if (!_isComplete)
        {
            foreach (var node in _nodes)
            {
                if (!_toLeaves || node.Operation is not null) node.Gradient = default;
            }
        }

        RestoreLeaves();
        _nodes.Clear();
        _waiting.Clear();
        _arrived.Clear();
        _at = null;
        _seed = default;
        Pooled<BackwardPass>.Return(this);
    }

    /// <summary>True if the gradient of an input is needed.</summary>
    public bool Needs(Node input) => input.Visit == _pass && input.IsNeeded;

    /// <summary>True if the gradient of an input of a node is needed.</summary>
    public bool Needs(Node node, int input) => Needs(node.Input(input));

    /// <summary>Adds to the gradient of an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="gradient">The gradient, of the input's shape and type.</param>
    public void Add(Node input, Tensor gradient)
    {
        if (!Needs(input)) return;
        var node = gradient.Node;
        if (node.Shape != input.Shape || node.Type != input.Type)
        {
            throw new InvalidOperationException($"A gradient of shape {node.Shape} ({node.Type}) reached a tensor of shape {input.Shape} ({input.Type}){input.Where}.");
        }

        if (_at is { } passing) Autograd.Watcher?.Passed(passing, input, node);
        node.Receivers++;
        if (_toLeaves && input.Operation is null)
        {
            _arrived.Add((input, node));
        }
        else if (input.Gradient.IsNone)
        {
            input.Gradient = gradient;
        }
        else
        {
            input.Gradient += gradient;
        }
    }

    /// <summary>Adds the gradients of a scalar, or of the sum of a tensor times given factors, to those of every leaf that requires them.</summary>
    public void Run(Node root, Tensor seed)
    {
        _toLeaves = true;
        _seed = seed;
        Prepare(root, [], createGraph: false);
        Walk(root);
        _isComplete = true;
    }

    /// <summary>Computes the gradients of a scalar with respect to chosen tensors.</summary>
    public void Run(Node root, ReadOnlySpan<Tensor> targets, Span<Tensor> results, bool createGraph)
    {
        _toLeaves = false;
        Prepare(root, targets, createGraph);
        Walk(root);
        for (var i = 0; i < targets.Length; i++)
        {
            var node = targets[i].Node;
            results[i] = node.Visit == _pass && !node.Gradient.IsNone ? node.Gradient : Tensor.Zeros(node.Shape, node.Type);
        }

        foreach (var node in _nodes)
        {
            // Prepare has put aside the gradient that an earlier Backward left in a leaf.
            node.Gradient = default;
        }

        _isComplete = true;
    }

    private void RestoreLeaves()
    {
        foreach (var (leaf, gradient) in _aside) leaf.Gradient = gradient;
        _aside.Clear();
    }

    private void Prepare(Node root, ReadOnlySpan<Tensor> targets, bool createGraph)
    {
        if (_seed.IsNone && root.Count != 1) throw new TrainingException($"Backward starts from one number, but this tensor has the shape {root.Shape}. Reduce it with Sum or Mean first, or give Backward a gradient of this shape.");
        if (!root.RequiresGradient) throw new TrainingException("This tensor was not computed from anything that requires gradients. Create leaves with Tensor.WithGradient (layers do so for their parameters), and compute it outside a NoGradient scope.");
        _pass = Interlocked.Increment(ref passes);
        _createsGraph = createGraph;
        Mark(root);
        while (_waiting.TryPop(out var node))
        {
            _nodes.Add(node);
            node.IsNeeded = false;
            for (var i = 0; i < node.InputCount; i++)
            {
                var input = node.Input(i);
                if (input.RequiresGradient && input.Visit != _pass) Mark(input);
            }
        }

        _nodes.Sort(static (left, right) => left.Order.CompareTo(right.Order));
        foreach (var target in targets)
        {
            if (target.Node.Visit == _pass) target.Node.IsNeeded = true;
        }

        foreach (var node in _nodes)
        {
            if (_toLeaves && node.Operation is null) node.IsNeeded = true;
            for (var i = 0; i < node.InputCount && !node.IsNeeded; i++) node.IsNeeded = Needs(node, i);
            if (!_toLeaves && !node.Gradient.IsNone)
            {
                _aside.Add((node, node.Gradient));
                node.Gradient = default;
            }
        }
    }

    private void Mark(Node node)
    {
        _before.Add((node, node.Visit, node.IsNeeded));
        node.Visit = _pass;
        _waiting.Push(node);
    }

    private void Walk(Node root)
    {
        if (_createsGraph)
        {
            Visit(root);
            return;
        }

        using (Autograd.NoGradient()) Visit(root);
    }

    private void Visit(Node root)
    {
        Add(root, _seed.IsNone ? Tensor.Full(root.Shape, 1, root.Type) : _seed);
        FillLeaves();
        for (var i = _nodes.Count - 1; i >= 0; i--)
        {
            var node = _nodes[i];
            if (node.Operation is not { } operation || !node.IsNeeded || node.Gradient.IsNone) continue;
            for (var input = 0; input < node.InputCount; input++) node.CheckUnchanged(input);
            _since = Node.LastOrder;
            var layer = Autograd.CurrentLayer;
            Autograd.CurrentLayer = node.Layer;
            _at = node;
            try
            {
                operation.Backward(node, node.Gradient, this);
                _at = null;
                FillLeaves();
            }
            finally
            {
                Autograd.CurrentLayer = layer;
            }

            if (_toLeaves) node.Gradient = default;
        }
    }

    /// <summary>Adds the gradients of an operation to its leaves after the operation has ended: until then it may use those tensors for its other inputs.</summary>
    private void FillLeaves()
    {
        foreach (var (leaf, gradient) in _arrived) AddToLeaf(leaf, gradient);
        _arrived.Clear();
    }

    /// <summary>Adds a gradient to a leaf, which keeps it beyond the step. If nothing else uses the new one, the two swap memory instead of copying.</summary>
    private void AddToLeaf(Node leaf, Node gradient)
    {
        if (leaf.Gradient.IsNone)
        {
            var kept = leaf.SpareGradient;
            if (kept is null || kept.Shape != leaf.Shape || kept.Type != leaf.Type) leaf.SpareGradient = kept = Node.Lasting(leaf.Shape, leaf.Type);
            if (gradient.Order > _since && gradient.Receivers == 1 && gradient.OwnsStorage && gradient.Scope is not null && kept.Storage!.Capacity == gradient.Storage!.Capacity)
            {
                kept.SwapStorage(gradient);
            }
            else
            {
                CopyKernel.Run(gradient, kept);
            }

            leaf.Gradient = new Tensor(kept);
        }
        else
        {
            BinaryOperation<Sum2>.InPlace(leaf.Gradient.Node, gradient);
        }
    }
}
