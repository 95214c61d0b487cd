/** Words that stand for a value of a closed facet. Data only: a value counts where its words do, in title or abstract. */
import type { CONTRIBUTIONS, DOMAINS, MODALITIES, SETTINGS } from '../../domain/facets.ts';

type Contribution = (typeof CONTRIBUTIONS)[number];
type Modality = (typeof MODALITIES)[number];
type Domain = (typeof DOMAINS)[number];
type Setting = (typeof SETTINGS)[number];

const WE = String.raw`(?:we|this (?:paper|work|study|article|report)|here)\b[^.]{0,60}?\b`;
const OFFER = String.raw`(?:propos|introduc|present|develop|design|devis|releas|build|creat|construct|contribut|collect|curat|describ)\w*[^.]{0,80}?\b`;
const ci = (source: string): RegExp => new RegExp(source, 'gi');

/** Per contribution: cues in the title (2 points each) and in the abstract (1 point each). */
export const CONTRIBUTION_CUES: readonly { readonly value: Contribution; readonly title?: RegExp; readonly text?: RegExp }[] = [
  {
    value: 'survey',
    title: /\b(?:survey|review|overview|tutorial|roadmap|taxonomy)\b/gi,
    text: ci(
      String.raw`\bthis (?:survey|review|overview)\b|\b${WE}(?:survey|review|provide a (?:comprehensive|systematic|broad) (?:survey|review|overview))\w*|\bsystematic(?:ally)? review`,
    ),
  },
  {
    value: 'benchmark',
    title: /bench(?:mark(?:ing)?)?\b|\bleaderboard\b|\bchallenge\b/gi,
    text: ci(String.raw`\b${OFFER}benchmark\b|\bnew benchmark\b`),
  },
  {
    value: 'dataset',
    title: /\b(?:data\s?sets?|corpus|corpora|database)\b/gi,
    text: ci(String.raw`\b${OFFER}(?:data\s?set|corpus|database)\b|\bnew (?:data\s?set|corpus)\b`),
  },
  {
    value: 'reproduction',
    title: /\b(?:reproduc\w+|replicat\w+)\b/gi,
    text: ci(String.raw`\b${WE}(?:reproduc|replicat)\w*|\b(?:replication|reproducibility) study`),
  },
  {
    value: 'position',
    title: /\b(?:position paper|perspective|manifesto|call for|should)\b/gi,
    text: /\bposition paper\b|\b(?:this (?:paper|essay|article)|we) argues? (?:that|for)\b/gi,
  },
  {
    value: 'negative_result',
    title: /\bnegative results?\b|\bdoes not (?:help|work)\b|\bfails? to\b/gi,
    text: /\bnegative results?\b|\bwe (?:find|found|show) (?:that [^.]{0,60}|no )(?:no (?:significant )?(?:improvement|benefit|effect)|fails? to)/gi,
  },
  {
    value: 'theory',
    title: /\b(?:theor(?:y|em|etical)\w*|provabl[ey]|convergence|bounds?|proof)\b/gi,
    text: /\bwe (?:also |formally |further )?(?:prove|derive)\b|\btheorem\b|\b(?:upper|lower) bounds?\b|\btheoretical (?:analysis|guarantees?|results)\b|\bconvergence (?:rate|guarantee)s?\b|\bprovabl[ey]\b/gi,
  },
  {
    value: 'model_release',
    title: /\b(?:technical report|open (?:models?|weights)|foundation models?)\b/gi,
    text: ci(
      String.raw`\b(?:releas|open-sourc)\w*[^.]{0,60}\b(?:models?|weights|checkpoints)\b|\b${OFFER}(?:family|series|suite) of [^.]{0,40}models?\b|\bmodels? (?:weights )?(?:is|are) (?:publicly )?(?:available|released|open-sourced)`,
    ),
  },
  {
    value: 'system_or_tool',
    title: /\b(?:system|toolkit|library|platform|package|software|toolbox|compiler|infrastructure)\b/gi,
    text: ci(
      String.raw`\b${OFFER}(?:toolkit|library|platform|package|software|toolbox|compiler|infrastructure|end-to-end system|training system|serving system|open-source (?:tool|system|framework))\b`,
    ),
  },
  {
    value: 'evaluation_study',
    title: /\b(?:evaluat\w+|comparison|comparative|empirical|assess\w+|randomi[sz]ed|trial)\b/gi,
    text: ci(
      String.raw`\b${WE}(?:evaluat|benchmark|compar|assess)\w*|\b(?:comprehensive|systematic|extensive|large-scale) (?:evaluation|comparison|empirical study)|\brandomi[sz]ed\b`,
    ),
  },
  {
    value: 'analysis_interpretability',
    title:
      /\b(?:analy[sz]\w+|understanding|interpret\w+|explain\w+|mechanis\w+|investigat\w+|probing|why|what|scaling laws?|towards understanding)\b/gi,
    text: ci(
      String.raw`\b${WE}(?:analy[sz]|investigat|stud(?:y|ies|ied)|examin|explor|prob(?:e|ing))\w*|\bour (?:analysis|investigation|study)\b`,
    ),
  },
  {
    value: 'application',
    title: /\b(?:applications?|case study|applied to|for (?:clinical|medical|agricultur\w+|legal|financ\w+))\b/gi,
    text: /\bcase study\b|\bwe apply\b|\breal-world (?:application|deployment)\b|\bdeployed (?:in|at|to)\b/gi,
  },
  {
    value: 'method',
    title: /\b(?:via|through|using|with|by|efficient|learning|method|approach|algorithm|framework|network)\b/gi,
    text: ci(
      String.raw`\b${WE}(?:propos|introduc|present|develop|design|devis)\w*|\b(?:novel|new|simple|proposed) (?:[\w-]+ ){0,3}(?:method|approach|algorithm|architecture|model|network|technique|objective|loss|strategy|framework|mechanism|paradigm|scheme)\b`,
    ),
  },
];

/** Words of a modality. */
export const MODALITY_CUES: readonly (readonly [Modality, RegExp])[] = [
  [
    'text',
    /\b(?:text(?:ual|s)?|language models?|LLMs?|NLP|natural language|machine translation|summari[sz]ation|question[- ]answering|dialog(?:ue)?s?|documents?|sentences?|tokens?|linguistic|chatbots?|prompts?|corpus|corpora|instruction[- ](?:tuning|following))\b/gi,
  ],
  [
    'image',
    /\b(?:images?|visual|vision|vision-language|photo(?:graph)?s?|ImageNet|object detection|segmentation|pixels?|MRI|CT scans?|radiograph\w*|microscopy|ViTs?|COCO)\b/gi,
  ],
  ['video', /\b(?:videos?|frames? per|action recognition|video-language|footage|clips)\b/gi],
  ['audio_speech', /\b(?:audio|speech|speakers?|spoken|acoustic|music|ASR|sound|voice)\b/gi],
  ['3d', /\b(?:3D|point clouds?|LiDAR|meshes|NeRF|Gaussian splatting|depth maps?|voxels?)\b/gi],
  [
    'graph',
    /\b(?:graph neural networks?|GNNs?|knowledge graphs?|graphs|graph (?:learning|data|pre-?training)|node classification|link prediction)\b/gi,
  ],
  [
    'tabular',
    /\b(?:tabular|spreadsheets?|structured data|electronic health records?|relational tables?|recommend(?:er|ation) systems?)\b/gi,
  ],
  ['time_series', /\b(?:time[- ]series|forecasting|sensor streams?|temporal signals?)\b/gi],
  [
    'code',
    /\b(?:source code|code (?:generation|completion|models?|search|summari[sz]ation|refinement|review)|programming|software repositor\w+|code language models?|MPI)\b/gi,
  ],
  [
    'robot_action',
    /\b(?:robot(?:s|ic|ics)?|manipulation|locomotion|embodied|autonomous driving|imitation learning|policy learning|teleoperat\w+)\b/gi,
  ],
  ['biosignal', /\b(?:EEG|ECG|EMG|electroencephalogra\w+|electrocardiogra\w+|brain signals?|fMRI|neural recordings?|wearable)\b/gi],
  ['remote_sensing', /\b(?:remote sensing|satellite|earth observation|aerial imagery|hyperspectral)\b/gi],
  [
    'molecule_protein',
    /\b(?:molecul(?:e|es|ar)|proteins?|ligands?|genom\w+|RNA|DNA|peptides?|drug design|chemical compounds?)\b/gi,
  ],
];

/** Words of a field of study. */
export const DOMAIN_CUES: readonly (readonly [Domain, RegExp])[] = [
  [
    'computer_science',
    /\b(?:language models?|LLMs?|neural networks?|deep learning|machine learning|transformers?|pre-?train\w*|fine-?tun\w*|self-supervised|reinforcement learning|computer vision|algorithms?|benchmarks?|GPUs?|software|embeddings?|diffusion models?|classifiers?|attention)\b/gi,
  ],
  [
    'medicine',
    /\b(?:patients?|clinical(?:ly)?|disease|diagnos\w+|cancer|tumou?rs?|surg(?:ery|ical)|hospital|medical|therapy|treatment|mortality|radiolog\w+|cardiac|diabetes|randomi[sz]ed (?:controlled )?trial)\b/gi,
  ],
  [
    'neuroscience',
    /\b(?:neuroscience|brain|cortex|cortical|neurons? in|hippocamp\w+|fMRI|EEG|synap\w+|cognitive neuroscience)\b/gi,
  ],
  [
    'biochemistry_genetics_and_molecular_biology',
    /\b(?:proteins?|genom\w+|genes?|RNA|DNA|cell(?:s|ular)|enzym\w+|molecular biology|mutations?|transcript\w+)\b/gi,
  ],
  ['chemistry', /\b(?:chemistry|chemical|catalys\w+|molecul\w+|reactions?|synthesis of|ligands?|solvents?|spectroscop\w+)\b/gi],
  [
    'materials_science',
    /\b(?:materials? science|alloys?|polymers?|crystals?|nanoparticles?|thin films?|perovskites?|composites?|coatings?)\b/gi,
  ],
  [
    'physics_and_astronomy',
    /\b(?:physics|quantum|galax\w+|stellar|telescope|particle|photons?|cosmolog\w+|plasma|astronom\w+)\b/gi,
  ],
  ['earth_and_planetary_sciences', /\b(?:geolog\w+|seismic|earthquakes?|glaci\w+|sediment\w*|ocean\w*|atmospher\w+|mantle)\b/gi],
  [
    'environmental_science',
    /\b(?:climate|pollution|ecosystems?|biodiversity|emissions|wastewater|groundwater|sustainab\w+|carbon (?:footprint|dioxide))\b/gi,
  ],
  [
    'agricultural_and_biological_sciences',
    /\b(?:crops?|soils?|agricultur\w+|livestock|plants?|species|fisher(?:y|ies)|harvest\w*|farm\w*|cultivars?)\b/gi,
  ],
  ['energy', /\b(?:batter(?:y|ies)|solar cells?|photovoltaic\w*|wind turbines?|power grids?|renewable energy|fuel cells?)\b/gi],
  [
    'engineering',
    /\b(?:control systems?|manufacturing|structural|mechanical|circuits?|FPGA|sensors?|vehicles?|robot\w*|bridge|concrete|aerospace|antennas?)\b/gi,
  ],
  [
    'mathematics',
    /\b(?:theorem|conjecture|algebra\w*|manifolds?|combinatori\w+|topolog\w+|partial differential equations?|stochastic process\w*)\b/gi,
  ],
  [
    'economics_econometrics_and_finance',
    /\b(?:econom\w+|inflation|financ\w+|stock market|household income|wages?|monetary|tax(?:es|ation)?|GDP)\b/gi,
  ],
  [
    'business_management_and_accounting',
    /\b(?:firms?|management|marketing|customers?|supply chain|accounting|entrepreneur\w+|e-commerce)\b/gi,
  ],
  [
    'psychology',
    /\b(?:psycholog\w+|anxiety|depressi\w+|cognitive (?:load|bias|development)|emotion(?:s|al)?|self-report|personality|well-being)\b/gi,
  ],
  [
    'social_sciences',
    /\b(?:education\w*|students?|teachers?|political|voters?|migration|gender|legal|court|lawyers|urban|interviews?|ethnograph\w+|policy makers?)\b/gi,
  ],
  [
    'arts_and_humanities',
    /\b(?:histor(?:y|ical)|manuscripts?|archaeolog\w+|literary|philosoph\w+|museum|poetry|medieval|music theory)\b/gi,
  ],
  [
    'immunology_and_microbiology',
    /\b(?:vaccin\w+|immun\w+|bacteri\w+|virus(?:es)?|viral|antibod(?:y|ies)|microb\w+|pathogens?|antibiotic\w*)\b/gi,
  ],
  ['pharmacology_toxicology_and_pharmaceutics', /\b(?:pharmac\w+|drugs?|toxic(?:ity|olog\w+)|dosage form|bioavailability)\b/gi],
  ['nursing', /\b(?:nurs(?:es?|ing)|caregivers?|bedside care)\b/gi],
  ['dentistry', /\b(?:dent(?:al|istry|ists?)|caries|orthodont\w+|periodont\w+)\b/gi],
  ['veterinary', /\b(?:veterinar\w+|canine|bovine|equine|feline)\b/gi],
];

/** Words of a setting. */
export const SETTING_CUES: readonly (readonly [Setting, RegExp])[] = [
  ['zero_shot', /\bzero-?shot\b/gi],
  ['few_shot', /\b(?:few-?shot|one-?shot learning|\d-shot|in-context (?:learning|examples))\b/gi],
  ['finetuning', /\b(?:fine-?tun\w+|instruction[- ]tun\w+|LoRA|parameter-efficient)\b/gi],
  ['pretraining', /\bpre-?train\w*\b/gi],
  [
    'inference_time',
    /\b(?:test-time|inference-time|at inference|decoding strateg\w+|speculative decoding|LLM serving|training-free)\b/gi,
  ],
  ['low_resource', /\b(?:low-resource|data-scarce|limited (?:labell?ed|annotated|training) data|under-resourced)\b/gi],
  ['on_device', /\b(?:on-device|edge devices?|mobile (?:devices?|phones?)|microcontrollers?|tinyML|embedded devices?)\b/gi],
  ['federated', /\bfederated\b/gi],
  ['continual', /\b(?:continual(?:ly)?|lifelong learning|catastrophic forgetting|incremental learning)\b/gi],
  ['agentic', /\b(?:agentic|LLM agents?|multi-agent|autonomous agents?|tool[- ]us(?:e|ing)|web agents?)\b/gi],
  [
    'human_study',
    /\b(?:user study|human (?:evaluation|study|subjects?|participants?|raters?)|participants|randomi[sz]ed (?:controlled )?trial|respondents|volunteers)\b/gi,
  ],
];

/** Languages by their English name; capitalised, so that polish stays a verb. */
export const LANGUAGES: Readonly<Record<string, string>> = {
  English: 'en',
  Chinese: 'zh',
  Mandarin: 'zh',
  Cantonese: 'yue',
  Japanese: 'ja',
  Korean: 'ko',
  German: 'de',
  French: 'fr',
  Spanish: 'es',
  Portuguese: 'pt',
  Italian: 'it',
  Dutch: 'nl',
  Russian: 'ru',
  Ukrainian: 'uk',
  Polish: 'pl',
  Czech: 'cs',
  Slovak: 'sk',
  Hungarian: 'hu',
  Romanian: 'ro',
  Bulgarian: 'bg',
  Greek: 'el',
  Turkish: 'tr',
  Arabic: 'ar',
  Hebrew: 'he',
  Persian: 'fa',
  Farsi: 'fa',
  Urdu: 'ur',
  Hindi: 'hi',
  Bengali: 'bn',
  Bangla: 'bn',
  Tamil: 'ta',
  Telugu: 'te',
  Kannada: 'kn',
  Malayalam: 'ml',
  Marathi: 'mr',
  Gujarati: 'gu',
  Punjabi: 'pa',
  Odia: 'or',
  Assamese: 'as',
  Nepali: 'ne',
  Sinhala: 'si',
  Konkani: 'kok',
  Sanskrit: 'sa',
  Thai: 'th',
  Vietnamese: 'vi',
  Indonesian: 'id',
  Malay: 'ms',
  Tagalog: 'tl',
  Filipino: 'fil',
  Swahili: 'sw',
  Yoruba: 'yo',
  Hausa: 'ha',
  Igbo: 'ig',
  Amharic: 'am',
  Zulu: 'zu',
  Xhosa: 'xh',
  Afrikaans: 'af',
  Finnish: 'fi',
  Swedish: 'sv',
  Norwegian: 'no',
  Danish: 'da',
  Icelandic: 'is',
  Estonian: 'et',
  Latvian: 'lv',
  Lithuanian: 'lt',
  Croatian: 'hr',
  Serbian: 'sr',
  Slovenian: 'sl',
  Basque: 'eu',
  Catalan: 'ca',
  Galician: 'gl',
  Welsh: 'cy',
  Irish: 'ga',
  Maltese: 'mt',
  Latin: 'la',
  Kazakh: 'kk',
  Uzbek: 'uz',
  Georgian: 'ka',
  Armenian: 'hy',
  Mongolian: 'mn',
  Tibetan: 'bo',
  Uyghur: 'ug',
  Khmer: 'km',
  Lao: 'lo',
  Burmese: 'my',
};
