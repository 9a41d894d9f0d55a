namespace Contracts;

/// <summary>How much of what a spec asks for: counts, and the keys of what costs the same a piece.</summary>
/// <param name="MakingKey">Specs with this key in common do the same work in one iteration, and in one epoch of an expert, on one device.</param>
/// <param name="JudgingKey">Specs with this key in common do the same work in one epoch of training a network on the finished set.</param>
/// <param name="Iterations">Iterations of the distillation.</param>
/// <param name="ExpertEpochs">Epochs of all experts together; 0 for methods without experts. Experts that are on the disk already cost nothing.</param>
/// <param name="Trainings">Trainings that judge the set, during the distillation and after it.</param>
public sealed record RunWork(string MakingKey, string JudgingKey, int Iterations, int ExpertEpochs, IReadOnlyList<JudgingWork> Trainings);

/// <summary>Trainings of one network on sets of one kind.</summary>
/// <param name="Network">Label of the network.</param>
/// <param name="Set">"synthetic", "random" or "full".</param>
/// <param name="Epochs">Epochs of each.</param>
/// <param name="Count">How many.</param>
public sealed record JudgingWork(string Network, string Set, int Epochs, int Count);
