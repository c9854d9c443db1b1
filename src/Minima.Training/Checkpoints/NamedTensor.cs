namespace Minima.Training.Checkpoints;

/// <summary>A tensor and its name in a file.</summary>
/// <param name="Name">The name, such as <c>layer1.weight</c>: at most 512 bytes of UTF-8, no control characters, unique in its file.</param>
/// <param name="Value">The tensor; its elements are read only when they are written to the file.</param>
public readonly record struct NamedTensor(string Name, Tensor Value);
