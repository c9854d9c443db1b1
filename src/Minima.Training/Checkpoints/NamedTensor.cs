namespace Minima.Training.Checkpoints;

/// <summary>A tensor and the name under which a file keeps it.</summary>
/// <param name="Name">Such as <c>layer1.weight</c>: at most 512 bytes of UTF-8, no control characters, unique in its file.</param>
/// <param name="Value">Its elements are read when they are written down, not before.</param>
public readonly record struct NamedTensor(string Name, Tensor Value);
